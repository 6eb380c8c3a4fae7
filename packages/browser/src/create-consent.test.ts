import { type Extension, encodeSnapshot, type Policy, type Regime, STRICTEST } from '@latchkey/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ConsentOptions, createConsent, type RegimeResolver } from './create-consent.ts'
import { EU, freshPage, leavePage, problemList, settled } from './fakes.ts'
import { memoryStorage, type StringStorage } from './storage.ts'

const DAY = 86_400_000
const policy: Policy = {
  version: '1',
  purposes: [
    { id: 'cart', necessary: true },
    { id: 'analytics' },
    { id: 'marketing' },
    { id: 'chat', ask: 'on-use' },
  ],
}

let jar: ReturnType<typeof freshPage>
beforeEach(() => {
  jar = freshPage()
  vi.stubGlobal('reportError', vi.fn())
})
afterEach(leavePage)

/** What an earlier visit left. */
function left(answers: Readonly<Record<string, 'granted' | 'denied'>>, at = Date.now() - DAY): string {
  const stored = Object.entries(answers).map(([id, answer]) => {
    const said = { answer, at, until: at + 180 * DAY, revision: '', signal: false }
    return [id, said] as const
  })
  const rules = { regime: 'eu-opt-in', place: 'DE', grantDays: 180, refusalDays: 184 }
  return encodeSnapshot({ at, ...rules, answers: Object.fromEntries(stored) }) ?? ''
}

function started({ stored, ...options }: Partial<ConsentOptions> & { readonly stored?: string } = {}) {
  const storage = memoryStorage()
  if (stored) storage.write(stored, 0)
  const problems = problemList()
  const consent = createConsent({ policy, regime: EU, storage, report: problems.report, ...options })
  return { consent, storage, problems: problems.all }
}

/** A resolver that answers when the test says so. */
function later() {
  let answer: (regime: Regime | null) => void = () => {}
  const regime = vi.fn<RegimeResolver>(
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  )
  return { regime, answer: (rules: Regime | null) => answer(rules) }
}

const both = { analytics: 'granted', marketing: 'granted' } as const

describe('a returning visitor', () => {
  it('is let in synchronously when the resolver keeps to what is known', () => {
    const regime = vi.fn<RegimeResolver>(() => null)
    const seen: boolean[] = []
    const watch: Extension = (store) =>
      store.subscribe((state) => seen.push(!!state.standings.analytics?.granted))
    const { consent } = started({ stored: left(both), regime, use: [watch] })
    expect(seen).toEqual([true])
    expect(consent.get()).toMatchObject({
      phase: 'decided',
      surface: 'none',
      regime: { id: 'eu-opt-in', place: 'DE' },
    })
    expect(regime.mock.calls[0]?.[0]).toMatchObject({ regime: 'eu-opt-in', place: 'DE' })
  })

  it('is granted nothing under the rules of another place while those of this one are looked up', async () => {
    const { regime, answer } = later()
    const seen: boolean[] = []
    const watch: Extension = (store) =>
      store.subscribe((state) => seen.push(!!state.standings.analytics?.granted))
    const { consent } = started({ stored: left(both), regime, use: [watch] })
    expect(consent.get().phase).toBe('pending')
    answer({ ...EU, id: 'us-ca', place: 'US-CA' })
    await settled()
    expect(seen).toEqual([true])
    expect(consent.get().regime?.place).toBe('US-CA')
  })

  it('keeps to the known rules when the resolver says null, and changes to its answer otherwise', async () => {
    const { regime, answer } = later()
    const first = started({ stored: left(both), regime })
    answer(null)
    await settled()
    expect(first.consent.get().regime?.id).toBe('eu-opt-in')
    const second = started({ stored: left(both), regime })
    answer({ ...EU, id: 'elsewhere' })
    await settled()
    expect(second.consent.get().regime?.id).toBe('elsewhere')
    expect(second.consent.isGranted('analytics')).toBe(true)
  })

  it('whose answers do not cover every question waits for the rules', () => {
    const { regime } = later()
    const { consent } = started({ stored: left({ analytics: 'granted' }), regime })
    expect(consent.get().phase).toBe('pending')
    expect(consent.isGranted('analytics')).toBe(false)
    expect(regime.mock.calls[0]?.[0]).toBeNull()
  })

  it.each([
    ['corrupt', '1~zz~{'],
    ['of a newer form', '2~a~b~c~d~e'],
    ['oversize', `1~${'a'.repeat(5000)}`],
    ['hostile', '__proto__'],
    ['expired', left(both, Date.now() - 200 * DAY)],
    ['from the future', left(both, Date.now() + DAY)],
  ])('with stored state that is %s has decided nothing (A2, A5)', (_, stored) => {
    const { consent } = started({ stored })
    expect(consent.get().phase).toBe('undecided')
    expect(consent.isGranted('analytics')).toBe(false)
  })
})

describe('rules that cannot be found', () => {
  it.each<[string, RegimeResolver]>([
    ['rejects', () => Promise.reject(new Error('offline'))],
    [
      'throws',
      () => {
        throw new Error('offline')
      },
    ],
  ])('are the strictest when the resolver %s (C401)', async (_, regime) => {
    const { consent, problems } = started({ regime })
    await settled()
    expect(consent.get().regime).toEqual(STRICTEST)
    expect(problems).toEqual([{ code: 'C401', where: 'regime', got: 'Error: offline' }])
  })

  it('are the strictest when a new visitor’s resolver says null', async () => {
    const { consent } = started({ regime: () => null })
    await settled()
    expect(consent.get().regime).toEqual(STRICTEST)
  })

  it('are the strictest when the resolver has not answered within five seconds', async () => {
    const { regime } = later()
    const { consent } = started({ regime })
    await vi.advanceTimersByTimeAsync(4900)
    expect(consent.get().phase).toBe('pending')
    await vi.advanceTimersByTimeAsync(200)
    expect(consent.get().regime).toEqual(STRICTEST)
  })

  it('are the strictest for a returning visitor too, whose answers stand', async () => {
    const { consent } = started({ stored: left(both), regime: () => Promise.reject(new Error('offline')) })
    await settled()
    expect(consent.get().regime).toEqual(STRICTEST)
    expect(consent.isGranted('analytics')).toBe(true)
  })
})

describe('a prerendered page (A4, BR-7)', () => {
  function prerendering() {
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true })
    return () => {
      Reflect.deleteProperty(document, 'prerendering')
      document.dispatchEvent(new Event('prerenderingchange'))
    }
  }

  it('reads, resolves, joins and grants nothing before somebody looks', () => {
    const look = prerendering()
    const extension = vi.fn<Extension>()
    const regime = vi.fn<RegimeResolver>(() => EU)
    const storage = { ...memoryStorage(), read: vi.fn(() => left(both)), write: vi.fn(() => true) }
    const { consent } = started({ storage, regime, use: [extension] })
    consent.grant()
    expect(consent.get().phase).toBe('pending')
    for (const spy of [extension, regime, storage.read, storage.write]) expect(spy).not.toHaveBeenCalled()
    look()
    expect(consent.isGranted('analytics')).toBe(true)
    expect(extension).toHaveBeenCalledTimes(1)
  })

  it('starts nothing once it was destroyed', () => {
    const look = prerendering()
    const extension = vi.fn<Extension>()
    const { consent } = started({ use: [extension] })
    consent.destroy()
    look()
    expect(extension).not.toHaveBeenCalled()
  })

  it('stores a refusal that was made meanwhile', async () => {
    const look = prerendering()
    const { consent, storage } = started()
    consent.deny()
    expect(storage.read()).toBeNull()
    look()
    await settled()
    expect(consent.get().standings.analytics).toEqual({ granted: false, basis: 'subject' })
    expect(storage.read()).toContain('analytics.d')
  })
})

describe('what another tab or an earlier page left (A3, BR-8)', () => {
  it.each<[string, () => void]>([
    ['a page brought back', () => window.dispatchEvent(new Event('pageshow'))],
    ['a page looked at again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('%s reads it before anything else happens', (_, event) => {
    const { consent, storage } = started({ stored: left(both) })
    storage.write(left({ analytics: 'denied', marketing: 'granted' }, Date.now()), 0)
    expect(consent.isGranted('analytics')).toBe(true)
    event()
    expect([consent.isGranted('analytics'), consent.isGranted('marketing')]).toEqual([false, true])
    storage.clear()
    event()
    expect(consent.isGranted('marketing')).toBe(false)
  })

  it('is heard at once by a storage event, from the first-party cookie', () => {
    const consent = createConsent({ policy, regime: EU })
    consent.grant()
    expect(document.cookie).toMatch(/^latchkey=1~/)
    jar.cookie = `latchkey=${left({ analytics: 'denied', marketing: 'denied' }, Date.now())};path=/;domain=shop.example`
    jar.cookie = 'latchkey=;max-age=0;path=/'
    window.dispatchEvent(new StorageEvent('storage', { key: 'latchkey' }))
    expect(consent.isGranted('analytics')).toBe(false)
    consent.destroy()
  })

  it('listens to no unload event', () => {
    const heard: string[] = []
    vi.spyOn(window, 'addEventListener').mockImplementation((name) => void heard.push(name))
    started()
    expect(heard).toEqual(['pageshow'])
  })
})

describe('the site’s own code', () => {
  it('refuses at once and grants when the rules are known', async () => {
    const { regime, answer } = later()
    const { consent, storage } = started({ regime })
    consent.grant(['analytics'])
    consent.deny(['marketing'])
    expect(storage.read()).toMatch(/marketing\.d/i)
    expect(storage.read()).not.toContain('analytics')
    expect(consent.get().phase).toBe('pending')
    answer(EU)
    await settled()
    expect([consent.isGranted('analytics'), consent.isGranted('marketing')]).toEqual([true, false])
  })

  it.each([false, true])(
    'a refusal before the rules are known keeps other stored answers (prerendered: %s)',
    async (early) => {
      if (early) Object.defineProperty(document, 'prerendering', { value: true, configurable: true })
      const { regime, answer } = later()
      const { consent, storage } = started({ regime, stored: left({ analytics: 'granted' }) })
      consent.deny(['marketing'])
      Reflect.deleteProperty(document, 'prerendering')
      document.dispatchEvent(new Event('prerenderingchange'))
      answer(EU)
      await settled()
      expect(storage.read()).toMatch(/analytics\.g.*marketing\.d/i)
      expect([consent.isGranted('analytics'), consent.isGranted('marketing')]).toEqual([true, false])
    },
  )

  it('a refusal on a prerendered page comes before any stored grant takes effect (A4, A7)', () => {
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true })
    const seen = new Set<boolean>()
    const watch: Extension = (store) =>
      store.subscribe((state) => seen.add(!!state.standings.analytics?.granted))
    const { consent } = started({ stored: left(both), use: [watch] })
    consent.deny()
    Reflect.deleteProperty(document, 'prerendering')
    document.dispatchEvent(new Event('prerenderingchange'))
    expect([...seen]).toEqual([false])
  })

  it('grants what the banner asks for, refuses everything, and withdraws what is granted', () => {
    const { consent } = started()
    const granted = () => policy.purposes.flatMap(({ id }) => (consent.isGranted(id) ? id : []))
    consent.grant()
    expect(granted()).toEqual(['cart', 'analytics', 'marketing'])
    consent.withdraw(['marketing', 'chat'])
    expect(granted()).toEqual(['cart', 'analytics'])
    expect(consent.get().standings.chat?.basis).toBe('default')
    consent.grant(['chat'])
    consent.withdraw()
    expect(granted()).toEqual(['cart'])
    consent.grant(['analytics'])
    consent.deny()
    expect(granted()).toEqual(['cart'])
    expect(consent.get().standings.chat?.basis).toBe('subject')
  })

  it('may name one purpose where a list is meant', () => {
    const { consent } = started()
    consent.grant('analytics' as unknown as string[]) // as a page without types would
    expect(consent.isGranted('analytics')).toBe(true)
    consent.withdraw('analytics' as unknown as string[])
    expect(consent.isGranted('analytics')).toBe(false)
  })

  it('is called back once a condition is met, at once if it is', async () => {
    const { consent } = started()
    const run = vi.fn()
    const waiting = consent.whenGranted({ every: ['analytics', 'marketing'] }, run)
    consent.grant(['analytics'])
    await settled()
    expect(run).not.toHaveBeenCalled()
    consent.grant(['marketing'])
    await waiting
    consent.deny()
    consent.grant()
    await consent.whenGranted('analytics')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('opens surfaces when the rules are known', async () => {
    const { regime, answer } = later()
    const { consent } = started({ regime })
    consent.open()
    expect(consent.get().surface).toBe('none')
    answer(EU)
    await settled()
    expect(consent.get().surface).toBe('preferences')
    consent.open('banner')
    await settled()
    expect(consent.get().surface).toBe('banner')
  })
})

describe('asking for one purpose', () => {
  it('shows the card near the element and answers with the standing', async () => {
    const near = document.createElement('video')
    const shown: unknown[] = []
    const draw: Extension = (store) =>
      store.subscribe((_, { input }) => input.type === 'show' && shown.push(input.near))
    const { consent } = started({ use: [draw] })
    const asked = consent.ask('chat', { near })
    await settled()
    expect(consent.get()).toMatchObject({ surface: 'card', asking: 'chat' })
    expect(shown).toEqual([near])
    consent.store.send({
      type: 'decide',
      choices: { chat: 'granted' },
      via: 'card',
      subject: true,
      at: Date.now(),
    })
    expect(await asked).toEqual({ granted: true, basis: 'subject' })
  })

  it('answers with what holds when the shopper leaves without a word', async () => {
    const { consent } = started()
    const asked = consent.ask('chat')
    await settled()
    consent.store.send({ type: 'hide' })
    expect(await asked).toEqual({ granted: false, basis: 'default' })
  })

  it.each([
    ['cart', { granted: true, basis: 'necessary' }],
    ['nosuch', { granted: false, basis: 'default' }],
    ['__proto__', { granted: false, basis: 'default' }],
  ])('shows nothing for «%s»', async (purpose, standing) => {
    const { consent } = started()
    expect(await consent.ask(purpose)).toEqual(standing)
    expect(consent.get().surface).toBe('banner')
  })
})

describe('storage that does not work (D4)', () => {
  const broken: StringStorage = { ...memoryStorage(), name: 'broken', read: () => null, write: () => false }

  it('is reported, and the decision holds for the page, looked away from or not (C304)', () => {
    const { consent, problems } = started({ storage: broken })
    consent.grant()
    expect(problems).toEqual([{ code: 'C304', where: 'broken' }])
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('pageshow'))
    expect(consent.isGranted('analytics')).toBe(true)
    consent.deny()
    expect(consent.isGranted('analytics')).toBe(false)
  })

  it('that works again is believed again', () => {
    let works = false
    const memory = memoryStorage()
    const storage = { ...memory, write: (text: string) => works && memory.write(text, 0) }
    const { consent } = started({ storage })
    consent.grant()
    works = true
    consent.grant()
    storage.clear()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(consent.isGranted('analytics')).toBe(false)
  })

  it('stores a decision before any other extension hears of it (D2)', () => {
    const seen: (string | null)[] = []
    const storage = memoryStorage()
    const extension: Extension = (store) =>
      store.subscribe((_, { input }) => input.type === 'decide' && seen.push(storage.read()))
    const { consent } = started({ storage, use: [extension] })
    consent.grant()
    expect(seen).toEqual([storage.read()])
    expect(seen[0]).toContain('analytics.g')
  })
})

describe('a mistake in an extension', () => {
  const error = new Error('theirs')
  const wrong = () => {
    throw error
  }

  it.each<[string, Extension]>([
    ['as it joins', wrong],
    ['as it hears', (store) => store.subscribe(wrong)],
    ['as it leaves', () => wrong],
  ])('%s keeps no other from working, and reaches reportError', (_, bad) => {
    const heard = vi.fn()
    const stop = vi.fn()
    const good: Extension = (store) => {
      store.subscribe(heard)
      return stop
    }
    const { consent } = started({ use: [good, bad, good] })
    consent.grant()
    consent.destroy()
    expect(heard).toHaveBeenCalledTimes(4)
    expect(stop).toHaveBeenCalledTimes(2)
    expect(reportError).toHaveBeenCalledWith(error)
  })
})

describe('destroying', () => {
  it('stops extensions, last first, listens no longer and changes nothing', async () => {
    const order: string[] = []
    const { regime, answer } = later()
    const { consent, storage } = started({
      regime,
      use: [() => () => order.push('first'), null, false, undefined, () => () => order.push('last')],
    })
    consent.destroy()
    expect(order).toEqual(['last', 'first'])
    const before = consent.get()
    answer(EU)
    await settled()
    storage.write(left(both), 0)
    window.dispatchEvent(new Event('pageshow'))
    document.dispatchEvent(new Event('visibilitychange'))
    consent.grant()
    consent.deny()
    consent.open()
    consent.destroy()
    expect(consent.get()).toBe(before)
    expect(order).toHaveLength(2)
  })
})

describe('whatever a page does', () => {
  it('nothing throws into it, and the object is frozen (C3)', async () => {
    const purpose = fc.constantFrom('analytics', 'marketing', 'chat', 'cart', '__proto__', 'nosuch')
    const odd = fc.constantFrom(undefined, null, 5, '', 'analytics', true)
    const list = fc.oneof(fc.array(fc.oneof(purpose, odd)), odd)
    const step = fc.oneof(
      fc.tuple(fc.constantFrom('grant', 'deny', 'withdraw', 'isGranted', 'whenGranted', 'open', 'ask'), list),
      fc.tuple(fc.constantFrom('pageshow', 'visibilitychange', 'storage'), fc.constant(undefined)),
      fc.tuple(
        fc.constant('stored'),
        fc.oneof(fc.string(), fc.constantFrom(left(both), '1~~~', '1~a~b~c~d~e~__proto__.g.1.2.')),
      ),
      fc.tuple(fc.constant('destroy'), fc.constant(undefined)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { consent, storage } = started()
        const methods = consent as unknown as Record<string, (argument: unknown) => unknown>
        expect(Object.isFrozen(consent)).toBe(true)
        for (const [name, argument] of steps) {
          if (name === 'stored') storage.write(String(argument), 0)
          else if (name === 'pageshow' || name === 'storage') window.dispatchEvent(new Event(name))
          else if (name === 'visibilitychange') document.dispatchEvent(new Event(name))
          else methods[name]?.(argument)
        }
        await settled()
        expect(consent.isGranted('nosuch')).toBe(false)
        consent.destroy()
      }),
      { numRuns: 150 },
    )
  })
})
