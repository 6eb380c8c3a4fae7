import {
  type Answer,
  type Condition,
  type ConsentInput,
  type ConsentState,
  type ConsentStore,
  createStore,
  decodeSnapshot,
  type Extension,
  encodeSnapshot,
  isMet,
  type Policy,
  type PurposeId,
  type Regime,
  type ReportProblem,
  regimeOf,
  type Snapshot,
  STRICTEST,
  type Standing,
  transition,
  type Unsubscribe,
} from '@latchkey/core'
import { cookieStorage } from './cookie-storage.ts'
import { listen } from './listen.ts'
import { readSignals } from './signals.ts'
import type { StringStorage } from './storage.ts'
import { until } from './until.ts'

/**
 * Finds the rules for this visit. `known` is what an earlier visit left, if that is enough to go by: answer `null`
 * to keep to it. Until there is an answer nothing is granted, so that an earlier grant does not run under the rules of
 * another place; only a promise keeps a visitor waiting. A rejection, or no answer within five seconds, means the
 * strictest rules.
 */
export type RegimeResolver = (known: Snapshot | null) => Regime | null | Promise<Regime | null>

/** Options of {@link createConsent}. */
export interface ConsentOptions {
  readonly policy: Policy
  readonly regime: Regime | RegimeResolver
  /** @default the first-party cookie `latchkey`, mirrored in `localStorage` */
  readonly storage?: StringStorage | undefined
  /** Extensions, in the order they hear of changes: proving, gating, showing. Falsy entries are skipped. */
  readonly use?: readonly (Extension | false | null | undefined)[] | undefined
  readonly report?: ReportProblem | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** A page's consent: what holds, what changes, and how to ask. No method throws. */
export interface Consent {
  /** Resolves when the rules of this visit are known. */
  readonly ready: Promise<ConsentState>
  get(): ConsentState
  subscribe: ConsentStore['subscribe']
  isGranted(condition: Condition): boolean
  /** Resolves, and calls `run`, once the condition is met; at once if it is. */
  whenGranted(condition: Condition, run?: () => void): Promise<void>
  /** The site's own code grants. @default every purpose of the banner */
  grant(purposes?: readonly PurposeId[]): void
  /** @default every purpose that is not necessary */
  deny(purposes?: readonly PurposeId[]): void
  /** Takes back what is granted. @default everything granted that is not necessary */
  withdraw(purposes?: readonly PurposeId[]): void
  open(surface?: 'banner' | 'preferences'): void
  /** Asks for one purpose, near an element; resolves with the standing when the shopper has answered or left. */
  ask(purpose: PurposeId, options?: { readonly near?: object | undefined }): Promise<Standing>
  destroy(): void
  /** For extensions that join later. */
  readonly store: ConsentStore
}

/**
 * Joins a policy to a page: reads what is stored, finds the rules, and from then on keeps storage, other tabs,
 * services and surfaces in step with one store.
 *
 * @example
 * const consent = createConsent({
 *   policy: { version: '2026-11', purposes: [{ id: 'analytics' }, { id: 'marketing' }] },
 *   regime: { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 },
 *   use: [gate({ services: [ga4({ id: 'G-XXXXXXX', needs: 'analytics' })] })],
 * })
 * consent.whenGranted('analytics', () => startHeatmap())
 */
export function createConsent({
  policy,
  regime,
  use = [],
  report = () => {},
  window = globalThis.window,
  storage = cookieStorage({ window }),
}: ConsentOptions): Consent {
  const { document } = window
  const store = createStore(policy)
  const leave: (Unsubscribe | undefined)[] = []
  const everything = policy.purposes.map(({ id }) => id)
  const isGranted = (condition: Condition) => isMet(condition, store.get().standings)
  let destroyed = false
  /** What was said on a prerendered page, before anybody could hear it. */
  const early: (() => void)[] = []
  // What could not be stored holds for this page, whatever the storage says.
  let stored = true

  /** An error in an extension or a subscriber is the page's, not the caller's. */
  function attempt<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      window.reportError?.(error)
      return undefined
    }
  }
  const read = () => decodeSnapshot(storage.read())
  const arrival = (rules: Regime): ConsentInput => ({
    type: 'ready',
    regime: rules,
    signals: readSignals(window.navigator),
    snapshot: read(),
    at: Date.now(),
  })
  const send = (input: ConsentInput) => destroyed || attempt(() => store.send(input))
  const enter = (rules: Regime) => send(arrival(rules))
  const adopt = () => stored && send({ type: 'adopt', snapshot: read(), at: Date.now() })
  const ready = until(store, (state) => !!state.regime).then(store.get)

  function start(): void {
    if (destroyed) return
    for (const extension of [save, ...use])
      leave.push(attempt(() => (extension || undefined)?.(store) ?? undefined))
    for (const say of early) say()
    leave.push(
      storage.watch?.(adopt),
      // A page from the back/forward cache, or one left in the background, may have missed a withdrawal (BR-8).
      listen(window, 'pageshow', adopt),
      listen(document, 'visibilitychange', adopt),
    )
    if (typeof regime !== 'function') return void enter(regime)
    const found = read()
    const answered = found && transition(store.get(), arrival(regimeOf(found))).phase === 'decided'
    const known = answered ? found : null
    const settle = (rules?: Regime | null) =>
      enter(rules ?? (rules === null && known ? regimeOf(known) : STRICTEST))
    const failed = (error: unknown) => {
      report({ code: 'C401', where: 'regime', got: String(error) })
      settle()
    }
    try {
      const rules = regime(known)
      if (rules && 'then' in rules) rules.then(settle, failed)
      // A returning visitor with every question answered, in the same place, waits for nobody.
      else settle(rules)
    } catch (error) {
      failed(error)
    }
    window.setTimeout(() => store.get().regime || enter(STRICTEST), 5000)
  }

  /** Sees to it that every decision is stored, before any other extension hears of it. */
  const save: Extension = () =>
    store.subscribe(({ snapshot }, { input }) => {
      if (input.type !== 'decide' || !snapshot) return
      const text = encodeSnapshot(snapshot)
      const until = Math.max(...Object.values(snapshot.answers).map((answer) => answer.until))
      stored = !!text && storage.write(text, until)
      if (!stored) report({ code: 'C304', where: storage.name })
    })

  function decide(ids: readonly PurposeId[], answer: Answer): void {
    // Whoever writes JavaScript may name one purpose where a list is meant.
    const choices = Object.fromEntries([ids].flat().map((id) => [id, answer]))
    const decideNow = () => send({ type: 'decide', choices, via: 'api', subject: false, at: Date.now() })
    if (!leave.length) early.push(() => decide(ids, answer))
    else if (store.get().regime) decideNow()
    else if (answer === 'granted')
      ready.then(decideNow) // until it is known what it would mean
    else {
      // A refusal counts at once, and leaves the other stored answers as they are.
      adopt()
      decideNow()
    }
  }

  // A prerendered page starts, shows and writes nothing before somebody looks at it (BR-7).
  if ((document as Document & { prerendering?: boolean }).prerendering === true)
    document.addEventListener('prerenderingchange', start, { once: true })
  else start()

  return Object.freeze({
    ready,
    store,
    get: store.get,
    subscribe: store.subscribe,
    isGranted,
    whenGranted: (condition: Condition, run?: () => void) =>
      until(store, () => isGranted(condition)).then(() => run?.()),
    grant: (
      ids: readonly PurposeId[] = policy.purposes.flatMap(({ id, ask }) => (ask === 'on-use' ? [] : id)),
    ) => decide(ids, 'granted'),
    deny: (ids: readonly PurposeId[] = everything) => decide(ids, 'denied'),
    withdraw: (ids: readonly PurposeId[] = everything) => decide([ids].flat().filter(isGranted), 'denied'),
    open(surface: 'banner' | 'preferences' = 'preferences') {
      ready.then(() => send({ type: 'show', surface }))
    },
    async ask(purpose: PurposeId, options?: { readonly near?: object | undefined }) {
      await ready
      if (!isGranted(purpose)) {
        send({ type: 'show', surface: 'card', purpose, near: options?.near })
        await until(store, ({ asking }) => asking !== purpose)
      }
      return store.get().standings[purpose] ?? { granted: false, basis: 'default' }
    },
    destroy() {
      destroyed = true
      for (const stop of leave.splice(0).reverse()) attempt(() => stop?.())
    },
  } satisfies Consent)
}
