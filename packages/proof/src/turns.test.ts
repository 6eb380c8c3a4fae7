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
})
