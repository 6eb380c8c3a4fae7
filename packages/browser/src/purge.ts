import { purposesOf, type ReportProblem, type Standing } from '@latchkey/core'
import { domains } from './cookie-storage.ts'
import type { PurgeableKey, Service } from './service.ts'

/** When a stopped service's keys are looked for again, in milliseconds: running code may write them once more. */
const WATCH = [250, 1000, 2500, 5000]

/** Options of {@link purgeFor}. */
export interface PurgeOptions {
  readonly window: Window
  /** Whose keys they are. */
  readonly service: Service
  readonly report: ReportProblem
  /** Whether the keys are still refused: a new grant ends the watch. */
  readonly refused: () => boolean
  /** What holds on a page that has just come: then only what was refused is purged, not what was never asked for. */
  readonly found?: Readonly<Record<string, Standing>> | undefined
}

/** Deletes a withdrawn service's keys, watches for five seconds that they stay away, and reports once if not (D7). */
export function purgeFor({ window, service, report, refused, found }: PurgeOptions): void {
  const { id, keys = [], needs } = service
  const isRefused = ({ granted, basis }: Standing) => !granted && basis !== 'default'
  if (found && !purposesOf(needs).some((purpose) => found[purpose] && isRefused(found[purpose]))) return
  if (refused()) purge(window, keys)
  let told = false
  for (const delay of WATCH) {
    window.setTimeout(() => {
      const back = refused() ? purge(window, keys) : []
      if (back.length > 0 && !told) report({ code: 'C205', where: id, got: back.join(', ') })
      told ||= back.length > 0
    }, delay)
  }
}

/**
 * Deletes keys from this device and answers with the names that were there. Cookies go in every variant of domain
 * and path that this page could have set, partitioned ones too; HttpOnly and third-party cookies are out of reach.
 */
export function purge(window: Window, keys: readonly PurgeableKey[]): readonly string[] {
  const gone: string[] = []
  const of = (kind: PurgeableKey['kind']) => keys.filter((key) => key.kind === kind).map((key) => key.name)
  const found = (kind: PurgeableKey['kind'], names: () => readonly string[]) => {
    const patterns = of(kind)
    if (patterns.length === 0) return []
    try {
      const hits = names().filter((name) => patterns.some((pattern) => matches(pattern, name)))
      gone.push(...hits)
      return hits
    } catch {
      return [] // this storage is switched off
    }
  }
  for (const name of found('cookie', () =>
    window.document.cookie.split('; ').map((pair) => pair.split('=', 1)[0] ?? ''),
  )) {
    expire(window, name)
  }
  for (const kind of ['local', 'session'] as const) {
    for (const name of found(kind, () => Object.keys(window[`${kind}Storage`])))
      window[`${kind}Storage`].removeItem(name)
  }
  // Databases and caches answer later; what they are called is told to nobody.
  const databases = of('indexeddb')
  if (databases.length > 0) {
    window.indexedDB?.databases?.().then(
      (all) => {
        for (const { name } of all) {
          if (name && databases.some((pattern) => matches(pattern, name)))
            window.indexedDB.deleteDatabase(name)
        }
      },
      () => {}, // no databases here
    )
  }
  const caches = of('cache')
  if (caches.length > 0) {
    window.caches?.keys().then(
      (all) => {
        for (const name of all)
          if (caches.some((pattern) => matches(pattern, name))) window.caches.delete(name)
      },
      () => {}, // no caches here
    )
  }
  return gone
}

function expire({ document, location }: Window, name: string): void {
  const folders = location.pathname.split('/')
  const paths = folders.flatMap((_, index) => {
    const path = folders.slice(0, index + 1).join('/')
    return [path, `${path}/`]
  })
  for (const domain of domains(location.hostname)) {
    for (const path of paths) {
      for (const partitioned of ['', ';secure;partitioned']) {
        document.cookie = `${name}=;max-age=0;path=${path || '/'}${domain && `;domain=${domain}`}${partitioned}`
      }
    }
  }
}

/** `*` stands for any run of characters. No pattern is ever made from a found name, and the time is linear. */
export function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return name === pattern
  if (!name.startsWith(first)) return false
  let from = first.length
  for (const part of rest) {
    const at = name.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return name.length - from >= last.length && name.endsWith(last)
}
