/** One number, worded by `Intl.PluralRules`: `other` is used where a form is missing. `{n}` is the number. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

/** The buttons of a tile. `{names}`: who hosts it; `{host}`: the address. */
export interface TileText {
  readonly once: string
  readonly always: string
  readonly elsewhere: string
}

/**
 * What the first question and the way back say. `{…}` is filled in; all of it is rendered as text, never as markup.
 * Refuse and accept pair by length and form in every language (DP-10).
 */
export interface FirstTexts {
  /** BCP 47 language of these words; becomes `lang` of the surfaces (AX-12, LR-22). */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'

  readonly rejectAll: string
  readonly acceptAll: string
  readonly save: string
  readonly saved: string
  readonly on: string
  readonly off: string

  /** Heading of the banner. */
  readonly ask: string
  /** `{controller}` alone asks. */
  readonly askAlone: string
  /** `{controller}` asks with `{partners}`. */
  readonly askWith: string
  readonly partners: Counted
  /** That the shop works the same either way, and that this can be changed. */
  readonly free: string
  /** From four purposes on: `{n}`, then their titles as `{list}`. */
  readonly uses: Counted
  readonly choose: string
  readonly more: string
  readonly privacy: string
  readonly keptUnknown: string
  readonly session: string

  /** Heading of the panel and name of the way back. */
  readonly choices: string
  /** The same where people opt out (Cal. Code Regs. tit. 11, § 7015 names these words). */
  readonly optOutChoices: string
  /** LR-44 */
  readonly signal: string
  /** LR-45 */
  readonly optedOut: string
  readonly chatLauncher: string
  readonly chatEnd: string

  /** By purpose: what happens, as a verb. */
  readonly titles: Readonly<Record<string, string>>
}

/** What panel, card and tiles say beyond that. */
export interface FurtherTexts {
  readonly close: string
  readonly choicesLead: string
  readonly optOutLead: string
  readonly by: string
  readonly countries: string
  readonly kept: string
  readonly since: string
  /** `{n}` names that a vendor keeps on the device. */
  readonly keys: Counted
  readonly vendorPrivacy: string
  /** What makes it lawful, in words: permission, or that one can object (LR-11). Heading first. */
  readonly basis: string
  readonly bases: Readonly<Record<'opt-in' | 'opt-out', string>>
  /** Where on the device something is kept, by `DeviceKey.kind`. */
  readonly kinds: Readonly<Record<'cookie' | 'local' | 'session' | 'indexeddb' | 'cache', string>>
  /** Said of something that is on the device at this moment. */
  readonly here: string
  /** Label of the field that finds a vendor where there are many (DP-12). */
  readonly find: string
  readonly transfers: Readonly<Record<'adequacy' | 'DPF' | 'SCC' | 'DPF or SCC', string>>

  readonly onUse: string
  readonly onUseLead: string
  readonly allowed: string
  readonly notAllowed: string
  readonly switchOff: string
  readonly askMe: string

  readonly always: string
  readonly alwaysText: string

  readonly history: string
  readonly historyEmpty: string
  readonly download: string
  readonly check: string
  /** What a receipt proves, and what it does not. */
  readonly proves: string
  /** What came of it. `{n}` of `{all}` receipts; `{name}`: the log that signed. */
  readonly checked: Readonly<
    Record<'holds' | 'unsigned' | 'fails' | 'unproven' | 'unreadable' | 'unchecked', string>
  >
  /** `{list}` of titles */
  readonly yesTo: string
  readonly noTo: string
  /** Words for the origin of a decision; anything else is shown as it is. */
  readonly via: Readonly<Record<string, string>>
  readonly states: Readonly<Record<string, string>>

  readonly rights: string
  readonly rightsText: string
  readonly copy: string
  readonly erase: string
  /** The same at once, where the shop's own ledger answers. */
  readonly copyNow: string
  readonly eraseNow: string
  /** Asked before it. `{controller}` */
  readonly eraseSure: string
  readonly erased: string
  readonly failed: string
  readonly contact: string
  /** The supervisory authority. */
  readonly authority: string

  readonly allow: string
  readonly notNow: string
  readonly keepOn: string
  readonly cardText: string

  readonly chat: {
    readonly title: string
    readonly ai: string
    readonly maybeAi: string
    readonly person: string
    /** Label on a running chat that an AI answers (CH-1, CH-2). */
    readonly assistant: string
    readonly toPerson: string
    /** `{name}` and `{countries}` */
    readonly run: string
    readonly keptFor: string
    /** In its place where the vendor does not say. */
    readonly keptUnknown: string
    readonly training: string
    readonly noTraining: string
    readonly maybeTraining: string
    readonly warning: string
    readonly start: string
    readonly email: string
    readonly endTitle: string
    readonly endText: string
    readonly keep: string
  }

  /** `{name}`, with company and countries; what loading it does. */
  readonly hosted: string
  /** Without facts: `{name}` is the host. */
  readonly hostedUnknown: string
  /** By purpose; `other` for the rest. */
  readonly tiles: Readonly<Record<string, TileText>> & { readonly other: TileText }

  /** By purpose: one plain sentence on it. */
  readonly sentences: Readonly<Record<string, string>>
}

/** Every word that the surfaces show, in one language. */
export interface Texts extends FirstTexts, FurtherTexts {}

/** The first words, and a way to the others that is gone once they are needed. */
export interface SplitTexts extends FirstTexts {
  /** Makes the others, given the English ones. */
  further(english: FurtherTexts): FurtherTexts
}

/** The first words in English; the others come with the surfaces that say them. */
export interface EnglishTexts extends FirstTexts {
  readonly lang: `en${string}`
}
