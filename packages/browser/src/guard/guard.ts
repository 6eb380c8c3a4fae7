import { type Condition, type Extension, isMet, type ReportProblem } from '@latchkey/core'
import { isListed } from '../hosts.ts'
import { hooks } from './hooks.ts'
import { patcher } from './patch.ts'
import type { Realm } from './realm.ts'

/** Hosts, and what must be granted before anything is asked of them. */
export interface Listing {
  /** `tracker.example`; `*.tracker.example` for all of its sub-domains, but not itself. */
  readonly hosts?: readonly string[] | undefined
  readonly needs: Condition
}

/** Options of {@link guard}. */
export interface GuardOptions {
  /** What is guarded: services are listings too. A host on several is free when one of them is granted. */
  readonly listings: readonly Listing[]
  /** Told once of every host that was stopped (C206). */
  readonly report?: ReportProblem | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** Most addresses; whatever else there is to say about a host (escapes, users, other bases) needs a parser. */
const PLAIN = /^(?:https?|wss?):\/\/([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i

/** Addresses on the page's own base. Parsers drop white space, so `/` and a tab and `/` is none of them. */
const BENEATH = /^(?:\/(?![/\\\s])|[.?#])/

/** The guard of a page. */
export interface Guard extends Extension {
  /** Lets one element ask for what it likes: the shopper wanted just this one. */
  exempt(element: Element): void
}

/**
 * Stops requests to listed hosts before they leave, whatever makes them, while nothing they need is granted. The page
 * sees the failures that it knows from the platform: a rejected `fetch`, an `error` event, `false` from a beacon.
 * It stops nothing that is not listed, nothing of the page's own host, and nothing that left before it stood.
 *
 * @example
 * createConsent({ policy, regime, use: [guard({ listings: [{ hosts: ['*.tracker.example'], needs: 'marketing' }] })] })
 */
export function guard({ listings, report = () => {}, window = globalThis.window }: GuardOptions): Guard {
  const exempt = new WeakSet<Element>()
  const extension: Extension = (store) => {
    if (!listings.some(({ hosts }) => hosts?.length)) return
    const { location, URL } = window
    // Asked of a text of ours: an element named `baseURI` would stand in the document's way (B5).
    const ours = new window.Text()
    let base = { uri: '', host: '' }
    const undo: (() => void)[] = []
    const changed: (() => void)[] = []
    const guarded = new WeakSet<object>()
    let on = true
    let connections: globalThis.WeakRef<{ close(): void; readonly url: string }>[] = []
    let refused: readonly string[] = []
    /** Any mention of what is refused; `&#` may spell anything. */
    let mention = /^(?!)/
    const told = new Set<string>()
    const verdicts = new Map<string, boolean>()

    function isRefused(host: string): boolean {
      const known = verdicts.get(host)
      if (known !== undefined) return known
      const { standings } = store.get()
      const listed = listings.filter(({ hosts = [] }) => isListed(host, hosts))
      const verdict = listed.length > 0 && !listed.some(({ needs }) => isMet(needs, standings))
      verdicts.set(host, verdict)
      return verdict
    }

    function refuses(address: unknown): boolean {
      if (!on || refused.length === 0) return false
      try {
        const { url = address } = Object(address)
        const [, plain] = PLAIN.exec(url) ?? []
        const host = plain?.toLowerCase() ?? (BENEATH.test(url) ? baseHost() : hostOf(String(url)))
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

    function look(): void {
      verdicts.clear()
      const { standings } = store.get()
      refused = listings
        .flatMap(({ hosts = [], needs }) => (isMet(needs, standings) ? [] : hosts))
        .filter((pattern) => isRefused(pattern.replace('*', '')))
      const names = refused.map((pattern) => pattern.replace('*.', '').replaceAll('.', '\\.'))
      mention = refused.length > 0 ? new RegExp(`&#|${names.join('|')}`, 'i') : /^(?!)/
      connections = connections.filter((reference) => {
        const connection = reference.deref()
        if (!connection || !refuses(connection.url)) return !!connection
        connection.close()
        return false
      })
      for (const tell of changed) tell()
    }

    function stand(page: Realm['window'], leave: Realm['leave'], undo: (() => void)[]): void {
      if (guarded.has(page.Document)) return
      guarded.add(page.Document)
      const realm: Realm = {
        window: page,
        patch: patcher(() => on, undo),
        refuses,
        refused: () => refused,
        suspects: (text) => on && mention.test(text),
        clean: (text) =>
          text.replace(/(?:(?:https?|wss?):)?\/\/[^\s"'()<>\\,;]+/gi, (url) =>
            refuses(url) ? 'about:invalid' : url,
          ),
        exempt,
        leave,
        changed: (tell) => void changed.push(tell),
        watch(connection) {
          connections.push(new window.WeakRef(connection as { close(): void; url: string }))
          return connection
        },
        enter(pages) {
          for (let index = 0; index < pages.length; index++) {
            try {
              stand(pages[index] as Realm['window'], () => {}, [])
            } catch {
              // another origin's page: its requests are its own
            }
          }
        },
      }
      for (const hook of Object.values(hooks)) hook(realm)
    }

    look()
    stand(window as Realm['window'], (stop) => void undo.push(stop), undo)
    undo.push(store.subscribe(look))
    return () => {
      on = false
      for (const stop of undo.splice(0)) stop()
    }
  }
  return Object.assign(extension, { exempt: (element: Element) => void exempt.add(element) })
}
