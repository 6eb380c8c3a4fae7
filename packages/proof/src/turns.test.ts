import { describe, expect, it } from 'vitest'
import { fakeDevice, fakePage, settled } from './fakes.ts'
import { turns } from './turns.ts'

/** Tabs that share a lock, as a browser's do. */
function tabs() {
  let held = false
  return (device = fakeDevice()) => {
    const page = fakePage(device)
    page.platform.alone = async (task) => {
      if (held) return
      held = true
      await task().finally(() => {
        held = false
      })
    }
    return { ...page, inTurn: turns(page.platform) }
  }
}

/** A task that ends when it is told to. */
function work() {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  const task = {
    runs: 0,
    end,
    run() {
      task.runs += 1
      return done
    },
  }
  return task
}

describe('turns', () => {
  it('a second tab waits while the first is at it, ten seconds at most', async () => {
    const open = tabs()
    const [one, two] = [open(), open()]
    const [first, second] = [work(), work()]
    one.inTurn(first.run)
    two.inTurn(second.run)
    two.inTurn(second.run)
    await two.pass(9999)
    expect([first.runs, second.runs]).toEqual([1, 0])
    await two.pass(1)
    expect(second.runs).toBe(1)
  })

  it('the same tab does not wait for itself', async () => {
    const { inTurn } = tabs()()
    const [first, second] = [work(), work()]
    inTurn(first.run)
    inTurn(second.run)
    expect([first.runs, second.runs]).toEqual([1, 1])
  })

  it('a turn ends with its work', async () => {
    const open = tabs()
    const [one, two] = [open(), open()]
    const [first, second] = [work(), work()]
    one.inTurn(first.run)
    first.end()
    await settled()
    two.inTurn(second.run)
    expect(second.runs).toBe(1)
    await one.pass(20_000)
    expect(first.runs).toBe(1)
  })

  it('what several want while they wait is done in one turn, which lasts as long as the longest', async () => {
    const page = fakePage(fakeDevice())
    const asked: (() => Promise<void>)[] = []
    page.platform.alone = (task) => {
      asked.push(task)
      return new Promise(() => {})
    }
    const inTurn = turns(page.platform)
    const [first, second] = [work(), work()]
    for (const { run } of [first, second, first]) inTurn(run)
    expect([asked.length, first.runs, second.runs]).toEqual([1, 0, 0])
    let over = false
    void asked[0]?.().then(() => {
      over = true
    })
    expect([first.runs, second.runs]).toEqual([1, 1])
    first.end()
    await settled()
    expect(over).toBe(false)
    second.end()
    await page.pass(20_000)
    expect(over).toBe(true)
    inTurn(first.run)
    expect([asked.length, first.runs]).toEqual([2, 1])
  })

  it('a turn that comes too late, after ten seconds were up, runs nothing twice', async () => {
    const page = fakePage(fakeDevice())
    let late = async () => {}
    page.platform.alone = (task) => {
      late = task
      return new Promise(() => {})
    }
    const task = work()
    turns(page.platform)(task.run)
    await page.pass(10_000)
    await late()
    expect(task.runs).toBe(1)
  })

  it.each([
    ['before', async () => Promise.reject(new Error('SecurityError'))],
    ['after', (task: () => Promise<void>) => task().then(() => Promise.reject(new Error('AbortError')))],
  ])('locks that fail %s the task let it run once, and at once', async (_when, alone) => {
    const page = fakePage(fakeDevice())
    page.platform.alone = alone
    const task = work()
    task.end()
    turns(page.platform)(task.run)
    await settled()
    expect(task.runs).toBe(1)
    await page.pass(20_000)
    expect(task.runs).toBe(1)
  })
})
