import { type Condition, type ConsentState, isMet, type ReportProblem } from '@latchkey/core'
import { isListed } from '../hosts.ts'

/** Hosts, and what must be granted before anything is asked of them. */
export interface Listing {
  /** `tracker.example`; `*.tracker.example` for all of its sub-domains, but not itself. */
  readonly hosts?: readonly string[] | undefined
  readonly needs: Condition
}

/** Options of {@link judge}. */
export interface JudgeOptions {
  readonly listings: readonly Listing[]
  /** What holds at this moment: asked each time, because a service may start before the guard has heard of a grant. */
  readonly state: () => ConsentState
  readonly report: ReportProblem
  readonly window: Window & typeof globalThis
}

/** Says which addresses may not be asked now. No method throws. */
export interface Judge {
  refuses(address: unknown): boolean
  /** The host patterns that are refused now. */
  refused(): readonly string[]
  /** Whether a text could hold a refused address at all: cheap, and wrong only in one direction. */
  suspects(text: string): boolean
  /** The text with refused addresses replaced by `about:invalid`, which CSS has for just that. */
  clean(text: string): string
  /** {@link Judge.clean}, for texts that are mostly not suspect. */
  tidy(text: string): string
}

/** Most addresses; whatever else there is to say about a host (escapes, users, other bases) needs a parser. */
const PLAIN = /^(?:https?|wss?):\/\/([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i
/** Addresses on the page's own base. Parsers drop white space, so `/` and a tab and `/` is none of them. */
const BENEATH = /^(?:\/(?![/\\\s])|[.?#])/
/** Whole addresses within other text. */
const WITHIN = /(?:(?:https?|wss?):)?\/\/[^\s"'()<>\\,;]+/gi
const NOTHING = /^(?!)/

/** Judges addresses by the listings and by what is granted. A host on several is free when one of them is. */
export function judge({ listings, state, report, window }: JudgeOptions): Judge {
  const { location, URL } = window
  // Asked of a text of ours: an element named `baseURI` would stand in the document's way (B5).
  const ours = new window.Text()
  const told = new Set<string>()
  const verdicts = new Map<string, boolean>()
  let seen: ConsentState | undefined
  let base = { uri: '', host: '' }
  let refused: readonly string[] = []
  let mention = NOTHING

  function look(): void {
    const now = state()
    if (now === seen) return
    seen = now
    verdicts.clear()
    refused = listings
      .flatMap(({ hosts = [], needs }) => (isMet(needs, now.standings) ? [] : hosts))
      .filter((pattern) => isRefused(pattern.replace('*', '')))
    const names = refused.map((pattern) => pattern.replace('*.', '').replaceAll('.', '\\.'))
    // `&#` may spell anything.
    mention = names.length > 0 ? new RegExp(`&#|${names.join('|')}`, 'i') : NOTHING
  }

  function isRefused(host: string): boolean {
    const known = verdicts.get(host)
    if (known !== undefined) return known
    const listed = listings.filter(({ hosts = [] }) => isListed(host, hosts))
    const verdict = listed.length > 0 && !listed.some(({ needs }) => isMet(needs, state().standings))
    verdicts.set(host, verdict)
    return verdict
  }

  function refuses(address: unknown): boolean {
    look()
    if (refused.length === 0) return false
    try {
      const { url = address } = Object(address)
      const [, plain] = PLAIN.exec(url) ?? []
      const host = plain?.toLowerCase() ?? (BENEATH.test(url) ? baseHost() : hostOf(String(url)))
      // The page's own host is never refused, whatever is listed (A6).
      const stopped = host !== '' && host !== location.hostname && isRefused(host.replace(/\.$/, ''))
      if (stopped && !told.has(host)) {
        told.add(host)
        report({ code: 'C206', where: host })
      }
      return stopped
    } catch {
      return false // no address: the platform says so itself
    }
  }

  function baseHost(): string {
    const { baseURI } = ours
    if (base.uri !== baseURI) base = { uri: baseURI, host: hostOf(baseURI) }
    return base.host
  }

  /** Of an address that is not plain to see; empty for those that ask nobody. */
  function hostOf(address: string): string {
    const { protocol, hostname } = new URL(address, ours.baseURI)
    return /^(http|ws)s?:$/.test(protocol) ? hostname : ''
  }

  function suspects(text: string): boolean {
    look()
    return mention.test(text)
  }

  const clean = (text: string) => text.replace(WITHIN, (url) => (refuses(url) ? 'about:invalid' : url))

  return {
    refuses,
    suspects,
    clean,
    tidy: (text) => (suspects(text) ? clean(text) : text),
    refused() {
      look()
      return refused
    },
  }
}
