import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freshPage, leavePage } from './fakes.ts'
import { afterPaint, whenFound, whenIdle } from './schedule.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

describe('after the next paint', () => {
  it('work runs in a task of its own, after the frame', () => {
    const order: string[] = []
    afterPaint(window, () => order.push('work'))
    requestAnimationFrame(() => order.push('frame'))
    expect(order).toEqual([])
    vi.advanceTimersByTime(20)
    expect(order).toEqual(['frame', 'work'])
  })

  it('a hidden page, which paints nothing, does not wait for a frame', () => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    const frame = vi.spyOn(window, 'requestAnimationFrame')
    const work = vi.fn()
    afterPaint(window, work)
    vi.advanceTimersByTime(0)
    expect(work).toHaveBeenCalledTimes(1)
    expect(frame).not.toHaveBeenCalled()
  })
})

describe('when the page is idle', () => {
  it('work waits for the browser’s word, two seconds at most', () => {
    const ask = vi.fn()
    vi.stubGlobal('requestIdleCallback', ask)
    const work = vi.fn()
    whenIdle(window, work)
    expect(ask).toHaveBeenCalledWith(work, { timeout: 2000 })
  })

  it('work waits a moment in browsers that do not say', () => {
    const work = vi.fn()
    whenIdle(window, work)
    expect(work).not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    expect(work).toHaveBeenCalledTimes(1)
  })
})

describe('when an element is found', () => {
  it('work runs at once for one that is there', () => {
    document.body.append(document.createElement('video'))
    const work = vi.fn()
    whenFound(window, 'video', work)
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('work runs once for one that comes later', async () => {
    const work = vi.fn()
    whenFound(window, 'video', work)
    document.body.append('text')
    await vi.advanceTimersByTimeAsync(10)
    expect(work).not.toHaveBeenCalled()
    document.body.append(document.createElement('video'))
    await vi.advanceTimersByTimeAsync(10)
    document.body.append(document.createElement('video'))
    await vi.advanceTimersByTimeAsync(10)
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('nothing runs once the waiting is given up', async () => {
    const work = vi.fn()
    whenFound(window, 'video', work)()
    document.body.append(document.createElement('video'))
    await vi.advanceTimersByTimeAsync(10)
    expect(work).not.toHaveBeenCalled()
  })
})
