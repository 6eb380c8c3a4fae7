import type { Service } from '@latchkey/browser'
import { type ConsentStore, createStore } from '@latchkey/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { catalogue, type Entry } from './catalogue.ts'
import { services } from './services.ts'

beforeEach(() => {
  vi.useFakeTimers()
  document.head.replaceChildren()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function entry(id: string): Entry {
  const found = catalogue[id]
  if (!found) throw new Error(`no ${id}`)
  return found
}

const GA4 = { service: 'ga4', entry: entry('ga4'), id: 'G-LINDEN0AK1', needs: 'analytics', options: {} }
const PIXEL = {
  service: 'meta-pixel',
  entry: entry('meta-pixel'),
  id: '123456789012345',
  needs: 'marketing',
  options: {},
}

function loading(granted: readonly string[], wanted = [GA4, PIXEL]) {
  const report = vi.fn()
  const failed = (where: string) => (error: unknown) => report({ code: 'C112', where, got: String(error) })
  const gated = services({ services: wanted, nonce: 'n0nce', report, failed })
  let grant = () => {}
  const later = new Promise<void>((resolve) => {
    grant = resolve
  })
  const now = new Set<unknown>(granted)
  const come = gated.load({ isGranted: (purpose) => now.has(purpose), whenGranted: () => later })
  return {
    gated,
    report,
    come,
    grant(purpose: string) {
      now.add(purpose)
      grant()
    },
  }
}

function consented(): ConsentStore {
  const store = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
  const regime = { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 } as const
  store.send({ type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: 1 })
  store.send({ type: 'decide', choices: { analytics: 'granted' }, via: 'api', subject: false, at: 1 })
  return store
}

const preloads = () =>
  [...document.querySelectorAll('link')].map(({ rel, as, href, nonce }) => ({ rel, as, href, nonce }))

describe('the code of a service', () => {
  it('that is granted is fetched at once, with the vendor’s script beside it', async () => {
    const { come } = loading(['analytics', 'marketing'])
    expect(preloads()).toEqual([
      {
        rel: 'preload',
        as: 'script',
        href: 'https://www.googletagmanager.com/gtag/js?id=G-LINDEN0AK1',
        nonce: 'n0nce',
      },
      {
        rel: 'preload',
        as: 'script',
        href: 'https://connect.facebook.net/en_US/fbevents.js',
        nonce: 'n0nce',
      },
    ])
    expect((await come).map(({ id, needs }) => [id, needs])).toEqual([
      ['ga4', 'analytics'],
      ['meta-pixel', 'marketing'],
    ])
  })

  it('that is not granted asks no vendor for anything, and comes when the page is idle (A1)', async () => {
    const load = vi.spyOn(entry('meta-pixel'), 'load')
    const { come } = loading(['analytics'])
    expect(preloads().map(({ href }) => new URL(href).host)).toEqual(['www.googletagmanager.com'])
    expect(load).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(3000)
    expect(await come).toHaveLength(2)
    expect(load).toHaveBeenCalledTimes(1)
    expect(preloads()).toHaveLength(1)
  })

  it('that is granted later does not wait until the page is idle, which one in the background never is (T-12)', async () => {
    const { come, grant } = loading([], [PIXEL])
    expect(preloads()).toEqual([])
    grant('marketing')
    expect(await come).toHaveLength(1)
    expect(preloads()).toHaveLength(1)
  })

  it('that cannot be fetched is reported and holds up no other (C112)', async () => {
    vi.spyOn(entry('ga4'), 'load').mockRejectedValue(new Error('offline'))
    const { come, report } = loading(['analytics', 'marketing'])
    const here = await come
    expect(report.mock.calls).toEqual([[{ code: 'C112', where: 'ga4', got: 'Error: offline' }]])
    expect(here.map(({ id }) => id)).toEqual(['meta-pixel'])
  })

  it('takes its vendor’s id and purpose from the set-up, whatever its options say', async () => {
    const options = { id: 'G-OTHER00000', needs: 'necessary', config: {} }
    const { come } = loading(['analytics'], [{ ...GA4, options }])
    const [service] = await come
    expect(service).toMatchObject({
      id: 'ga4',
      needs: 'analytics',
      script: 'https://www.googletagmanager.com/gtag/js?id=G-LINDEN0AK1',
    })
  })

  it('meets a gate that joins the page when the first of it comes', async () => {
    const steps: string[] = []
    const service = (id: string): Service => ({
      ...{ id, needs: 'analytics', vendor: 'Vendor', hosts: [], keys: [] },
      start: () => void steps.push(`${id} starts`),
      stop: () => void steps.push(`${id} stops`),
    })
    vi.spyOn(entry('ga4'), 'load').mockResolvedValue({ create: () => service('one') })
    vi.spyOn(entry('meta-pixel'), 'load').mockResolvedValue({ create: () => service('two') })
    const { gated, come } = loading(['analytics'], [GA4, PIXEL])
    const store = consented()
    gated(store)
    await vi.waitFor(() => expect(steps).toEqual(['one starts']))
    await vi.advanceTimersByTimeAsync(3000)
    await come
    expect(steps).toEqual(['one starts', 'two starts'])
    store.send({ type: 'decide', choices: { analytics: 'denied' }, via: 'api', subject: false, at: 2 })
    expect(steps).toEqual(['one starts', 'two starts', 'one stops', 'two stops'])
  })
})
