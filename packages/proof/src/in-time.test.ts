import { describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { fakeDevice, fakePage } from './fakes.ts'
import { inTime } from './in-time.ts'

function asked(...databases: readonly (() => Database)[]) {
  const page = fakePage(fakeDevice())
  let opened = 0
  let failures = 0
  page.platform.database = () => (databases[opened++] ?? databases.at(-1) ?? throws)()
  const ask = inTime(page.platform, () => failures++)
  return {
    page,
    all: () => ask((database) => database.all(), ['nothing']),
    opened: () => opened,
    failures: () => failures,
  }
}
const answers = (all: () => Promise<readonly unknown[]>): Database => ({
  all,
  put: () => Promise.reject(),
  add: () => Promise.reject(),
  remove: () => Promise.reject(),
})
const sound = () => answers(async () => [1])
const closed = () => answers(() => Promise.reject(new Error('InvalidStateError')))
const hangs = () => answers(() => new Promise(() => {}))
const throws = (): Database => {
  throw new Error('SecurityError')
}

describe('asking a database (D4)', () => {
  it('opens it once while it works', async () => {
    const { all, opened } = asked(sound)
    expect([await all(), await all(), opened()]).toEqual([[1], [1], 1])
  })

  it.each([
    ['was closed', closed],
    ['does not open', throws],
  ])('opens one that %s anew, asks once more and warns of nothing', async (_what, broken) => {
    const { all, opened, failures } = asked(broken, sound)
    expect([await all(), await all(), opened(), failures()]).toEqual([[1], [1], 2, 0])
  })

  it('opens one anew that breaks later', async () => {
    let breaks = false
    const first = () => answers(() => (breaks ? Promise.reject(new Error('closed')) : Promise.resolve([0])))
    const { all, opened } = asked(first, sound)
    expect(await all()).toEqual([0])
    breaks = true
    expect([await all(), opened()]).toEqual([[1], 2])
  })

  it('gives up after the second failure, and tries again for the next question', async () => {
    const { all, opened, failures } = asked(closed, closed, sound)
    expect([await all(), failures(), opened()]).toEqual([['nothing'], 1, 2])
    expect(await all()).toEqual([1])
  })

  it('waits for no more than twice three seconds on a page', async () => {
    const { page, all, opened } = asked(hangs)
    const answer = all()
    await page.pass(3000)
    await page.pass(3000)
    expect(await answer).toEqual(['nothing'])
    expect(await all()).toEqual(['nothing'])
    expect(opened()).toBe(2)
  })

  it('leaves no timer behind', async () => {
    const { page, all } = asked(closed, sound)
    await all()
    expect(page.longest()).toBe(0)
  })

  it('counts silences in a row only', async () => {
    let silent = false
    const sometimes = () => answers(() => (silent ? new Promise(() => {}) : Promise.resolve([1])))
    const { page, all, failures } = asked(sometimes)
    for (let i = 0; i < 3; i++) {
      silent = true
      const answer = all()
      await page.pass(2999)
      silent = false
      await page.pass(1)
      expect(await answer).toEqual([1])
    }
    expect(failures()).toBe(0)
  })

  it('keeps a fresh connection when a question to the one before it fails', async () => {
    const [first, second] = [later(), later()]
    const { all, opened } = asked(
      () => answers(() => (first.asked++ ? second.promise : first.promise)),
      () => answers(async () => [1]),
    )
    const both = [all(), all()]
    first.fail()
    expect(await both[0]).toEqual([1])
    second.fail()
    expect(await both[1]).toEqual([1])
    expect([await all(), opened()]).toEqual([[1], 2])
  })
})

/** An answer that fails when the test says. */
function later() {
  let fail = () => {}
  const promise = new Promise<never>((_, reject) => {
    fail = () => reject(new Error('closed'))
  })
  return { asked: 0, promise, fail: () => fail() }
}
