/** The purposes of the shop that is walked through. */
export const PURPOSES = ['analytics', 'marketing', 'personalisation'] as const
export type PurposeId = (typeof PURPOSES)[number]

/** How an element comes into the page that the walker, or a careless template, puts there. */
export const INSERTS = [
  'marked image',
  'marked frame',
  'image',
  'script',
  'frame',
  'markup',
  'fetch',
  'beacon',
] as const

/** One move of a shopper, of the page or of the machine around them. `tab` is taken modulo the tabs that are open. */
export type Step = { readonly tab: number } & (
  | {
      readonly kind: 'decide'
      readonly via: 'banner' | 'preferences' | 'api'
      readonly how: 'accept' | 'reject' | 'save'
      /** Purposes that are granted, where `how` does not say it. */
      readonly wanted: readonly PurposeId[]
      /** The page is left in the same task. */
      readonly leave: boolean
    }
  | { readonly kind: 'withdraw'; readonly leave: boolean }
  | { readonly kind: 'link' | 'route' | 'back' | 'open' | 'close' }
  | { readonly kind: 'insert'; readonly what: (typeof INSERTS)[number]; readonly purpose: PurposeId }
  | { readonly kind: 'clock'; readonly days: number }
  | { readonly kind: 'gpc' }
)

/** A whole walk. The same seed makes the same one. */
export interface Plan {
  readonly seed: number
  readonly region: 'DE' | 'US-CA'
  /** With `latchkey.guarded.js` at the top of the page, or with `latchkey.js` as documented. */
  readonly guarded: boolean
  readonly steps: readonly Step[]
}

/** Mulberry32: 32 bits of state are enough to choose steps by. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How often each kind comes, in parts of all. */
const WEIGHTS: Readonly<Record<Step['kind'], number>> = {
  decide: 7,
  withdraw: 3,
  link: 3,
  route: 2,
  back: 2,
  open: 2,
  close: 1,
  insert: 5,
  clock: 1,
  gpc: 1,
}

export function planOf(seed: number): Plan {
  const next = chance(seed)
  const of = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T // never empty
  const kinds = Object.entries(WEIGHTS).flatMap(([kind, weight]) =>
    Array<Step['kind']>(weight).fill(kind as Step['kind']),
  )
  function step(): Step {
    const kind = of(kinds)
    const tab = Math.floor(next() * 6)
    const leave = next() < 0.2
    if (kind === 'decide') {
      const wanted = PURPOSES.filter(() => next() < 0.5)
      const via = of(['banner', 'preferences', 'api', 'api'] as const)
      return { kind, tab, via, how: of(['accept', 'reject', 'save'] as const), wanted, leave }
    }
    if (kind === 'withdraw') return { kind, tab, leave }
    if (kind === 'insert') return { kind, tab, what: of(INSERTS), purpose: of(PURPOSES) }
    if (kind === 'clock') return { kind, tab, days: of([1, 100, 181, 366]) }
    return { kind, tab }
  }
  return {
    seed,
    region: next() < 0.75 ? 'DE' : 'US-CA',
    guarded: next() < 0.5,
    steps: Array.from({ length: 6 + Math.floor(next() * 9) }, step),
  }
}

/** A step as a line of a trace. */
export function lineOf(step: Step): string {
  const { kind, tab, ...more } = step
  return `${kind} ${JSON.stringify({ tab, ...more })}`
}
