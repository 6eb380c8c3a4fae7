import type { Change, PurposeId, ReportProblem, ServiceFacts } from '@latchkey/core'
import type { EnglishTexts, SplitTexts, Texts } from './texts/texts.ts'

/** A vendor as the shopper is told about it: which purposes it serves on this site, and its facts. */
export interface UiService {
  readonly id: string
  /** Purposes that it needs, as `purposesOf(service.needs)` gives them. */
  readonly needs: readonly PurposeId[]
  readonly facts: ServiceFacts
}

/** One line of the shopper's own history. */
export interface HistoryEntry {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** `decided`, `signalled`, `imported`; `shown` is left out of the list, not of the receipts. */
  readonly event: string
  readonly choices: Readonly<Record<PurposeId, string>>
  /** Where it was decided. */
  readonly via: string
  /** How far the record has come (`pending`, `kept`, `refused`, `local`); shown as it is if the texts have no word. */
  readonly state: string
}

/** What came of checking a file of receipts. */
export interface CheckedReceipts {
  /** It is a file of receipts, as we write it. */
  readonly readable: boolean
  readonly receipts: readonly {
    readonly outcome: 'holds' | 'unsigned' | 'fails' | 'unproven'
    /** The log that signed. */
    readonly origin: string | null
  }[]
}

/** The shopper's receipts as a file, and a look into such a file. */
export interface UiReceipts {
  file(): Promise<string>
  check(text: string): Promise<CheckedReceipts>
}

/** What the shop's own ledger has of this device, and its end. */
export interface YourData {
  /** All of it, as a JSON text; `null` if the ledger does not hand it out now. May reject. */
  copy(): Promise<string | null>
  /** Has it erased, there and here. `false` if that was not done. May reject. */
  erase(): Promise<boolean>
}

/** The chat card: what only the site can know about its own assistant. */
export interface ChatOptions {
  /**
   * Whether an AI talks to the shopper (EU AI Act, art. 50(1)). Left out, the card says it may be one, unless the
   * vendor's facts say it is, and C501 is reported.
   */
  readonly ai?: boolean | undefined
  /** One sentence on when people answer, in the page's language: `A person can take over on weekdays 9–17.` */
  readonly human?: string | undefined
  /** Where to write instead. */
  readonly email?: string | undefined
  /** Draw our own button that opens the card. @default true */
  readonly launcher?: boolean | undefined
}

/** A picture above the question. It is drawn 28 px high, and at most 160 px wide. */
export interface UiLogo {
  /** `https:`, `http:` or relative; other kinds of address are left out. */
  readonly src: string | undefined
  /** What it says. @default '', where it says nothing that the question does not */
  readonly alt?: string | undefined
}

export interface UiOptions {
  /** Who asks: the name of the shop's company. */
  readonly controller: string
  /** The privacy page: `https:`, `http:` or relative. Other kinds of address are not linked. */
  readonly privacyUrl?: string | undefined
  /** Where copies and erasure are asked for: an e-mail address. @default the privacy page alone */
  readonly contact?: string | undefined
  /** Words of the surfaces: `en`, or what `textsFor` of `@latchkey/ui/texts` finds. */
  readonly texts: Texts | EnglishTexts | SplitTexts
  /** BCP 47 tag for dates, durations and country names; where it is not the texts' language, theirs is used. */
  readonly locale: string
  readonly services: readonly UiService[]
  readonly logo?: UiLogo | undefined
  /** One more sentence of the site's own below the question; it counts into the 60 words (DP-16). */
  readonly note?: string | undefined
  /** The site's own words for its purposes; anything left out comes from the texts. */
  readonly purposes?:
    | Readonly<Record<PurposeId, { readonly title?: string | undefined; readonly text?: string | undefined }>>
    | undefined
  /** The page's CSP nonce; needed only where a browser has no constructable style sheets. */
  readonly nonce?: string | undefined
  /** @default the global one */
  readonly document?: Document | undefined
  readonly chat?: ChatOptions | undefined
  /** The shopper's own records, in any order, for the panel. Left out, the block is not drawn. */
  readonly history?: (() => Promise<readonly HistoryEntry[]>) | undefined
  /** Receipts that can be verified. Left out, the download is the history as it is, and nothing is checked. */
  readonly receipts?: UiReceipts | undefined
  /** Where a ledger answers for the shopper's own data. Left out, requests go to `contact` alone. */
  readonly data?: YourData | undefined
  /** Lets one latched element load, once, without a decision. Left out, tiles offer no «once». */
  readonly activate?: ((element: HTMLIFrameElement) => void) | undefined
  /** What the surfaces were fetched for, where they come late: a card that is open already finds its place by it. */
  readonly woken?: Change | undefined
  /** @default Date.now */
  readonly now?: (() => number) | undefined
  readonly report?: ReportProblem | undefined
}
