import { gate, type Service } from '@latchkey/browser'
import { createStore } from '@latchkey/core'
import { type EmulatedPage, emulatePage } from '@latchkey/testkit/contract'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { clarity } from './clarity.ts'
import { ga4 } from './ga4.ts'
import { gtm } from './gtm.ts'
import { intercom } from './intercom.ts'
import { metaPixel } from './meta-pixel.ts'

type Raise = (window: EmulatedPage['window'], name: string) => void
const call =
  (name: string, command: string): Raise =>
  (window, event) =>
    (window[name] as (...args: unknown[]) => void)(command, event)

const keys = [{ kind: 'cookie', name: '_acme' }] as const
const services: readonly [Service['id'], () => Service, Raise, RegExp | undefined][] = [
  ['ga4', () => ga4({ id: 'G-LINDEN0AK1', needs: 'analytics' }), call('gtag', 'event'), /en=page_view.*/],
  [
    'gtm',
    () => gtm({ id: 'GTM-LINDEN1', needs: 'analytics', keys }),
    call('gtag', 'event'),
    /en=page_view.*/,
  ],
  [
    'meta-pixel',
    () => metaPixel({ id: '123456789012345', needs: 'analytics' }),
    call('fbq', 'trackCustom'),
    /ev=PageView&dl=[^&]*/,
  ],
  ['clarity', () => clarity({ id: 'abcdefghij', needs: 'analytics' }), call('clarity', 'event'), undefined],
  [
    'intercom',
    () => intercom({ id: 'abcd1234', needs: 'analytics' }),
    call('Intercom', 'trackEvent'),
    undefined,
  ],
]

/** Decisions, the shopper's and the network's pace, in any order. */
const step = fc.constantFrom('grant', 'withdraw', 'refuse-twice', 'arrive', 'paint', 'wait', 'use')

/** The service behind a real gate, in a page of its own. */
function shop(service: Service) {
  const page = emulatePage()
  const store = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
  const regime = { id: 'eu', model: 'opt-in', grantDays: 180, refusalDays: 184 } as const
  const window = page.window as unknown as Window & typeof globalThis // an emulated one
  const problems: unknown[] = []
  gate({ services: [service], window, reload: false, report: (problem) => problems.push(problem) })(store)
  store.send({ type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: 0 })
  const decide = (answer: 'granted' | 'denied') =>
    store.send({ type: 'decide', choices: { analytics: answer }, via: 'api', subject: false, at: 1 })
  return {
    page,
    problems,
    granted: () => store.get().standings.analytics?.granted === true,
    async take(step: string) {
      if (step === 'grant') decide('granted')
      if (step === 'withdraw') decide('denied')
      if (step === 'refuse-twice') for (let times = 0; times < 2; times++) decide('denied')
      if (step === 'arrive') await page.settle()
      if (step === 'paint') page.clock.advance(20)
      if (step === 'wait') page.clock.advance(1000)
      if (step === 'use') page.use()
    },
    /** Until everything that is on its way has come. */
    async rest() {
      for (let round = 0; round < 2; round++) {
        page.clock.advance(20)
        await page.settle()
        await vi.dynamicImportSettled()
        page.clock.advance(6000)
        await page.settle()
      }
    },
  }
}

describe('whatever is granted and withdrawn', () => {
  it.each(services)(
    '%s runs once while granted, and not at all otherwise',
    async (_, make, raise, view) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 }), async (rounds) => {
          const { page, granted, take, rest, problems } = shop(make())
          let events = 0
          for (const steps of rounds) {
            for (const one of steps) await take(one)
            await rest()
            const name = `event_${++events}`
            raise(page.window, name)
            const hits = page.requests.filter(({ path, body }) => (path + body).includes(name))
            expect(hits).toHaveLength(granted() ? 1 : 0)
            if (!granted()) {
              const before = page.requests.length
              page.use()
              page.clock.advance(60_000)
              expect(page.requests.length).toBe(before)
              expect(page.keys()).toEqual([])
            }
          }
          const views = page.requests.flatMap(({ path }) => view?.exec(path) ?? [])
          expect(views).toEqual([...new Set(views)])
          expect(problems).toEqual([])
          expect(page.errors).toEqual([])
        }),
        { numRuns: 30 },
      )
    },
    60_000,
  )
})
