import { purposesOf, type ReportProblem, type Standing } from '@latchkey/core'
import { attempt } from './attempt.ts'
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

/**
 * Deletes a withdrawn service's keys, watches for five seconds that they stay away, and reports once if not (D7). A
 * database that the vendor still holds open stays until it is closed, and counts as one that came back; one that only
 * takes its time does not.
 */
export function purgeFor({ window, service, report, refused, found }: PurgeOptions): void {
  const { id, keys = [], needs } = service
  const isRefused = ({ granted, basis }: Standing) => !granted && basis !== 'default'
  if (found && !purposesOf(needs).some((purpose) => found[purpose] && isRefused(found[purpose]))) return
  const going: Going = new Map()
  let told = false
  async function look(delay = 0): Promise<void> {
    const back = refused() ? await purge(window, keys, refused, going) : []
    if (!delay || told || back.length === 0) return
    told = true
    report({ code: 'C205', where: id, got: back.join(', ') })
  }
  look()
  for (const delay of WATCH) window.setTimeout(() => look(delay), delay)
}

/** Databases whose deletion has not come to its end, and whether somebody holds them open. */
type Going = Map<string, 'slow' | 'held'>

/**
 * Deletes keys from this device and resolves with the names that were there, but for databases in `going` that are
 * only slow. Cookies and storage are gone when it
 * returns, databases and caches once they have answered, unless `refused` then says that they were granted again.
 * Cookies go in every variant of domain and path that this page could have set, partitioned ones too; HttpOnly and
 * third-party cookies are out of reach.
 */
export async function purge(
  window: Window,
  keys: readonly PurgeableKey[],
  refused = () => true,
  going: Going = new Map(),
): Promise<readonly string[]> {
  const found: string[] = []
  /** Hands each name that a pattern covers to `drop`. */
  function clear(kind: PurgeableKey['kind'], names: readonly string[], drop: (name: string) => unknown) {
    const patterns = keys.filter((key) => key.kind === kind).map((key) => key.name)
    for (const name of new Set(names)) {
      if (!patterns.some((pattern) => matches(pattern, name))) continue
      drop(name)
      found.push(name)
    }
  }
  attempt(() => {
    const names = window.document.cookie.split('; ').map((pair) => pair.split('=', 1)[0] ?? '')
    clear('cookie', names, (name) => expire(window, name))
  })
  for (const kind of ['local', 'session'] as const) {
    attempt(() => {
      const storage = window[`${kind}Storage`]
      clear(kind, Object.keys(storage), (name) => storage.removeItem(name))
    })
  }
  // Only where a service says so: `indexedDB` takes 48 ms when it is first touched.
  const has = (wanted: PurgeableKey['kind']) => keys.some(({ kind }) => kind === wanted)
  try {
    const all = has('indexeddb') ? await window.indexedDB.databases() : []
    const names = all.map(({ name = '' }) => name).filter((name) => going.get(name) !== 'slow')
    if (refused()) clear('indexeddb', names, (name) => going.has(name) || leave(window, name, going))
  } catch {
    // no databases here
  }
  try {
    const names = has('cache') ? await window.caches.keys() : []
    if (refused()) clear('cache', names, (name) => window.caches.delete(name))
  } catch {
    // no caches here: they want a secure page
  }
  return found
}

/** An open connection holds up a deletion until it is closed, and further ones only queue behind it. */
function leave({ indexedDB }: Window, name: string, going: Going): void {
  const request = indexedDB.deleteDatabase(name)
  going.set(name, 'slow')
  request.onblocked = () => going.set(name, 'held')
  request.onsuccess = request.onerror = () => going.delete(name)
}

function expire({ document, location }: Window, name: string): void {
  const folders = location.pathname.split('/')
  const paths = folders.flatMap((_, index) => {
    const path = folders.slice(0, index + 1).join('/')
    return [path, `${path}/`]
  })
  // A browser takes no cookie called `__Secure-` or `__Host-` that is not secure, not even to delete one.
  const variants = location.protocol === 'https:' ? [';secure', ';secure;partitioned'] : ['']
  for (const domain of domains(location.hostname)) {
    for (const path of paths) {
      for (const variant of variants) {
        document.cookie = `${name}=;max-age=0;path=${path || '/'}${domain && `;domain=${domain}`}${variant}`
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
