import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deny, freshPage, grant, heldScripts, leavePage, nextPaint, readyStore } from './fakes.ts'
import { gate } from './gate.ts'
import { markup } from './markup.ts'
import { reloadOnce } from './reload.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

const reload = () => vi.spyOn(window.location, 'reload').mockImplementation(() => {})

describe('a reload after a withdrawal', () => {
  it('is one, where a service and a marked script need it and stand in files of their own', async () => {
    const spy = reload()
    heldScripts()
    const store = readyStore('analytics')
    const leave = [
      gate({ services: [{ id: 's', needs: 'analytics', reload: true }] })(store),
      markup({ services: [], trustMarkup: true })(store),
    ]
    document.body.innerHTML =
      '<script type="text/plain" data-purpose="analytics" src="https://cdn.example/a.js"></script>'
    grant(store, 'analytics')
    await nextPaint()
    deny(store, 'analytics')
    expect(spy).not.toHaveBeenCalled()
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(1)
    for (const stop of leave) stop?.()
  })

  it('is one for every copy of this code on the page', async () => {
    const spy = reload()
    vi.resetModules()
    const other: typeof import('./reload.ts') = await import('./reload.ts')
    expect(other.reloadOnce).not.toBe(reloadOnce)
    for (const ask of [reloadOnce, other.reloadOnce, reloadOnce]) ask(window, 'decide')
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(1)
    other.reloadOnce(window, 'adopt') // the page is still being left
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['waits for a shopper who is on the way to another page, though not for ever', false, 0],
    ['does not wait for a step within the page', true, 1],
  ])('%s', async (_, sameDocument, atOnce) => {
    const spy = reload()
    const timer = vi.spyOn(window, 'setTimeout')
    const navigation = new EventTarget()
    vi.stubGlobal('navigation', navigation)
    reloadOnce(window, 'decide')
    navigation.dispatchEvent(Object.assign(new Event('navigate'), { destination: { sameDocument } }))
    await nextPaint()
    vi.unstubAllGlobals()
    expect(spy).toHaveBeenCalledTimes(atOnce)
    const waits = timer.mock.calls.find(([, delay]) => delay === 3000)
    expect(!!waits).toBe(!atOnce)
    if (waits && typeof waits[0] === 'function') waits[0]()
    expect(spy).toHaveBeenCalledTimes(1)
  })

  it('is not kept away by what every object inherits (B6)', async () => {
    const spy = reload()
    const name = Symbol.for('latchkey.reload')
    Object.defineProperty(Object.prototype, name, { value: true, configurable: true, writable: true })
    try {
      reloadOnce(window, 'decide')
    } finally {
      Reflect.deleteProperty(Object.prototype, name)
    }
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['navigate', 1],
    ['reload', 0],
  ])('by rules that deny on arrival follows a «%s» %d times, or it would never end', async (type, times) => {
    vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as PerformanceNavigationTiming])
    const spy = reload()
    reloadOnce(window, 'ready')
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(times)
  })
})
