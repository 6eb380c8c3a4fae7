import type { Gate, Service } from '@latchkey/browser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { catalogue, type Entry } from './catalogue.ts'
import { addServices } from './services.ts'

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

function adding(granted: readonly string[], services = [GA4, PIXEL]) {
  const added: Service[] = []
  const gate = { add: (service: Service) => void added.push(service) } as unknown as Gate // no more of it is needed
  const report = vi.fn()
  const isGranted = (purpose: string) => granted.includes(purpose)
  const failed = (where: string) => (error: unknown) => report({ code: 'C112', where, got: String(error) })
  const done = addServices({ services, gate, nonce: 'n0nce', isGranted, failed })
  return { added, report, done }
}

const preloads = () =>
  [...document.querySelectorAll('link')].map(({ rel, as, href, nonce }) => ({ rel, as, href, nonce }))

describe('the code of a service', () => {
  it('that is granted is fetched at once, with the vendor’s script beside it', async () => {
    const { added, done } = adding(['analytics', 'marketing'])
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
    await done
    expect(added.map(({ id, needs }) => [id, needs]).sort()).toEqual([
      ['ga4', 'analytics'],
      ['meta-pixel', 'marketing'],
    ])
  })

  it('that is not granted asks no vendor for anything, and comes when the page is idle (A1)', async () => {
    const load = vi.spyOn(entry('meta-pixel'), 'load')
    const { added, done } = adding(['analytics'])
    expect(preloads().map(({ href }) => new URL(href).host)).toEqual(['www.googletagmanager.com'])
    expect(load).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(3000)
    await done
    expect(load).toHaveBeenCalledTimes(1)
    expect(added).toHaveLength(2)
    expect(preloads()).toHaveLength(1)
  })

  it('that cannot be fetched is reported and holds up no other (C112)', async () => {
    vi.spyOn(entry('ga4'), 'load').mockRejectedValue(new Error('offline'))
    const { added, report, done } = adding(['analytics', 'marketing'])
    await done
    expect(report.mock.calls).toEqual([[{ code: 'C112', where: 'ga4', got: 'Error: offline' }]])
    expect(added.map(({ id }) => id)).toEqual(['meta-pixel'])
  })

  it('takes its vendor’s id and purpose from the set-up, whatever its options say', async () => {
    const options = { id: 'G-OTHER00000', needs: 'necessary', config: {} }
    const { added, done } = adding(['analytics'], [{ ...GA4, options }])
    await done
    expect(added[0]).toMatchObject({
      id: 'ga4',
      needs: 'analytics',
      script: 'https://www.googletagmanager.com/gtag/js?id=G-LINDEN0AK1',
    })
  })
})
