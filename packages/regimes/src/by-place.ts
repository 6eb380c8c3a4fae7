import type { Model, PlaceBy, Purpose, PurposeId, Regime } from '@latchkey/core'
import { placeCode } from './place.ts'
import type { Row } from './row.ts'
import { rulesOf, strictest } from './rules-of.ts'
import { stricter } from './stricter.ts'
import { tableDigest } from './table.compiled.ts'

/**
 * Where the law leaves a choice to the site. Every default is the strict side of it.
 */
export interface RegimeOptions {
  /**
   * Purposes that sell or share personal data or serve targeted ads. A Global Privacy Control signal denies these where
   * the table says so: in every US state, whether its own law asks for it or not (LR-43, LR-60), and wherever a law
   * knows an opt-out from ads. A purpose that only a service provider works on may be left out.
   * @default 'all'
   */
  sale?: readonly PurposeId[] | 'all' | undefined
  /**
   * Purposes that stay `opt-in` where the law is opt-out or notice-only, beside every purpose with `ask: 'on-use'`:
   * talk and screens that wiretap laws protect (LR-65), health (LR-61, LR-62), faces (LR-67).
   * @default ['chat', 'replay', 'biometric', 'health', 'chat-marketing', 'chat-training']
   */
  optIn?: readonly PurposeId[] | undefined
  /**
   * Where the law is mixed (Switzerland, FMG art. 45c), the purpose `analytics` may start until it is denied. For plain
   * analytics only: the FDPIC's guide asks for consent to profiling. @default false
   */
  analyticsOptOut?: boolean | undefined
  /**
   * Global Privacy Control denies every purpose everywhere, as an objection under GDPR art. 21(5). Without it, the signal
   * does not replace the question in opt-in regions, and an explicit grant there stands (PR-3). @default false
   */
  gpcAsRefusal?: boolean | undefined
  /** Do Not Track denies every purpose everywhere (LG Berlin, 16 O 420/19). No law requires it. @default false */
  dntAsRefusal?: boolean | undefined
  /**
   * Takes a place guessed from clock and language for true. Travellers and VPNs then get rules that are not theirs;
   * without it, a guess never loosens the rules of an unknown place. @default false
   */
  trustGuess?: boolean | undefined
}

const OPT_IN: readonly PurposeId[] = [
  'chat',
  'replay',
  'biometric',
  'health',
  'chat-marketing',
  'chat-training',
]

/**
 * From a place to the rules that hold there, by the legal table: ISO 3166-2, else the country, else the strictest rules
 * (`eu-opt-in`: nothing without consent, and opt-out signals honoured). `at` is in milliseconds since 1970; a law that the
 * table announces holds from its day on. The regime's id is the place's code in small letters, `us-ca`, or `eu-opt-in`
 * where the place is not known well enough. Engineering defaults, not legal advice.
 *
 * @example
 * const regimeFor = byPlace({ sale: ['marketing'] })
 * regimeFor('US-CA', 'server', Date.now()).honours // { gpc: ['marketing'] }
 * regimeFor('unknown', 'unknown', Date.now()).id // 'eu-opt-in'
 */
export function byPlace(options: RegimeOptions = {}): (place: string, by: PlaceBy, at: number) => Regime {
  return (place, by, at) => {
    const rules = rulesOf(place, by, at)
    const about = { place: by === 'unknown' ? by : placeCode(place), placeBy: by, table: tableDigest }
    const strict: Regime = { ...regime('eu-opt-in', strictest(), { ...options, sale: 'all' }), ...about }
    if (!rules) return strict
    const found: Regime = { ...regime(rules.code.toLowerCase(), rules.row, options), ...about }
    return by === 'guess' && !options.trustGuess ? { ...stricter(strict, found), id: strict.id } : found
  }
}

function regime(id: string, [, model, grantDays, refusalDays, signal]: Row, options: RegimeOptions): Regime {
  const { sale = 'all', optIn = OPT_IN, gpcAsRefusal, dntAsRefusal } = options
  const gpc = gpcAsRefusal ? 'all' : signal ? sale : undefined
  return {
    id,
    model: modelFor(model, optIn, options.analyticsOptOut),
    honours: { ...(gpc && { gpc }), ...(dntAsRefusal && { dnt: 'all' }) },
    grantDays,
    refusalDays,
  }
}

function modelFor(
  model: Row[1],
  optIn: readonly PurposeId[],
  analyticsOptOut: boolean | undefined,
): Regime['model'] {
  if (model === 'opt-in') return model
  if (model === 'mixed')
    return ({ id, ask }: Purpose): Model =>
      analyticsOptOut && id === 'analytics' && ask !== 'on-use' ? 'opt-out' : 'opt-in'
  return ({ id, ask }: Purpose): Model => (ask === 'on-use' || optIn.includes(id) ? 'opt-in' : model)
}
