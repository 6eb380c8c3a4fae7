/**
 * Narrow purpose ids once for a whole project by augmenting this interface:
 *
 * @example
 * declare module '@latchkey/core' {
 *   interface Register { purposes: 'analytics' | 'marketing' | 'chat' }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it exists to be augmented
export interface Register {}

/** A purpose's id: lower-case letters, digits and hyphens, at most 32 characters. */
export type PurposeId = Register extends { purposes: infer Ids extends string } ? Ids : string

/** `opt-in`: off until granted. `opt-out`: on until denied. `notice-only`: on, told about. */
export type Model = 'opt-in' | 'opt-out' | 'notice-only'

/** What was said about one purpose. */
export type Answer = 'granted' | 'denied'

/** What personal data would be used for. */
export interface Purpose {
  readonly id: PurposeId
  /** Strictly necessary: always on, never asked for (ePrivacy Directive, art. 5(3)). @default false */
  readonly necessary?: boolean | undefined
  /**
   * Changes when what the purpose covers changes (its services, say): answers given to another revision no longer
   * hold and this purpose alone is asked for again. Letters, digits, `-` and `_`; at most 96 characters.
   * @default ''
   */
  readonly revision?: string | undefined
  /** `first`: asked in the banner. `on-use`: asked when the shopper uses it, not part of «Accept all». @default 'first' */
  readonly ask?: 'first' | 'on-use' | undefined
}

/** What is asked for on this site. */
export interface Policy {
  /** Named in every record, so that an auditor finds the text that was in force. */
  readonly version: string
  readonly purposes: readonly Purpose[]
}

/** How a regime came to be chosen, most trusted first. */
export type PlaceBy = 'config' | 'server' | 'guess' | 'unknown'

/** The rules that apply to this visit. */
export interface Regime {
  readonly id: string
  readonly model: Model | ((purpose: Purpose) => Model)
  /** Browser signals that deny purposes, whatever was answered. A signal never grants. */
  readonly honours?: Partial<Record<'gpc' | 'dnt', readonly PurposeId[] | 'all'>> | undefined
  /** Days that a grant holds. */
  readonly grantDays: number
  /** Days that a refusal holds before the question may be put again. */
  readonly refusalDays: number
  /** ISO 3166 code that led here. @default 'unknown' */
  readonly place?: string | undefined
  /** @default 'unknown' */
  readonly placeBy?: PlaceBy | undefined
  /** SHA-256 (hex) of the legal table that the regime was read from, for the record. */
  readonly table?: string | undefined
}

/** What the browser sends along. `null`: the browser does not say. */
export interface Signals {
  readonly gpc: boolean | null
  readonly dnt?: boolean | null | undefined
}

/** An answer as it is kept. Times are milliseconds since 1970. */
export interface StoredAnswer {
  readonly answer: Answer
  /** When it was given. */
  readonly at: number
  /** It holds before this moment. */
  readonly until: number
  /** The revision of the purpose it was given to. */
  readonly revision: string
  /** A browser's opt-out signal overrides this answer under the regime that it was given in. */
  readonly signal: boolean
}

/** What a later visit needs, and nothing that identifies anybody. */
export interface Snapshot {
  /** When the newest answer was given. */
  readonly at: number
  /** The regime in force then. */
  readonly regime: string
  /** The place it came from. */
  readonly place: string
  /** Days that answers hold under that regime. */
  readonly grantDays: number
  readonly refusalDays: number
  readonly answers: Readonly<Record<PurposeId, StoredAnswer>>
}

export type Phase = 'pending' | 'undecided' | 'decided'
export type Surface = 'none' | 'banner' | 'preferences' | 'card'

/** What holds for a purpose now, and why. */
export interface Standing {
  readonly granted: boolean
  readonly basis: 'default' | 'signal' | 'subject' | 'necessary'
}

/** Where a decision was made. */
export type Via = 'banner' | 'preferences' | 'placeholder' | 'card' | 'api' | 'signal' | 'imported'

export interface ConsentState {
  /** `pending` until the rules are known: nothing is granted but what is necessary, nothing is shown. */
  readonly phase: Phase
  readonly surface: Surface
  /** The purpose that the card asks about, while `surface` is `card`. */
  readonly asking: PurposeId | null
  readonly policy: Policy
  readonly regime: Regime | null
  readonly signals: Signals
  readonly standings: Readonly<Record<PurposeId, Standing>>
  /** Purposes that the banner has to ask about: opt-in, not on use, and without an answer in date. */
  readonly questions: readonly PurposeId[]
  readonly snapshot: Snapshot | null
}

export type ConsentInput =
  /** The rules, signals and stored answers of this visit are known. May come again when they change. */
  | {
      readonly type: 'ready'
      readonly regime: Regime
      readonly signals: Signals
      readonly snapshot: Snapshot | null
      readonly at: number
    }
  /** The subject, or the site's own code, said something. Purposes left out stay as they were. */
  | {
      readonly type: 'decide'
      readonly choices: Readonly<Record<PurposeId, Answer>>
      readonly via: Via
      /** A trusted user event stands behind it. Without one, grants from our surfaces count as refusals. */
      readonly subject: boolean
      readonly at: number
      /** The notice document (JSON text) exactly as it was shown, for the record. */
      readonly notice?: string | undefined
      readonly locale?: string | undefined
    }
  /** Another tab, or an earlier page brought back, left these answers. */
  | { readonly type: 'adopt'; readonly snapshot: Snapshot | null; readonly at: number }
  /** Open a surface. `card` needs the purpose. */
  | {
      readonly type: 'show'
      readonly surface: Exclude<Surface, 'none'>
      readonly purpose?: PurposeId | undefined
      /** The element to show it near: passed on to whoever draws it. */
      readonly near?: object | undefined
    }
  /** A surface now stands on the screen, with these exact words, order and controls. */
  | {
      readonly type: 'shown'
      readonly surface: Exclude<Surface, 'none'> | 'placeholder'
      readonly notice: string
      readonly locale: string
      readonly at: number
    }
  /** Close the open surface. Decides nothing. */
  | { readonly type: 'hide' }

/** What an input did to the standings, each list in the policy's order. */
export interface Change {
  readonly input: ConsentInput
  /** What a decision came to, purpose by purpose: a grant that cannot count is missing or has become a refusal. */
  readonly choices: Readonly<Record<PurposeId, Answer>>
  /** Not granted before, granted now. */
  readonly granted: readonly PurposeId[]
  /** Denied by this input's subject or signal, whatever held before. */
  readonly denied: readonly PurposeId[]
  /** Granted before, not granted now. */
  readonly withdrawn: readonly PurposeId[]
}

export type Unsubscribe = () => void

export interface ConsentStore {
  get(): ConsentState
  send(input: ConsentInput): void
  subscribe(listener: (state: ConsentState, change: Change) => void): Unsubscribe
}

/** Joins a store; returns how to leave it. Saving, proving, gating and showing are extensions. */
// biome-ignore lint/suspicious/noConfusingVoidType: an extension with nothing to undo returns nothing
export type Extension = (store: ConsentStore) => Unsubscribe | void

/** When something may run: a purpose, all of several, or any of several. */
export type Condition =
  | PurposeId
  | { readonly every: readonly Condition[] }
  | { readonly some: readonly Condition[] }
