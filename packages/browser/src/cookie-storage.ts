import { attempt } from './attempt.ts'
import { listen } from './listen.ts'
import { inLocalStorage } from './local-storage.ts'
import type { StringStorage } from './storage.ts'

/** Options of {@link cookieStorage}. */
export interface CookieStorageOptions {
  /** Of the cookie, and of its copy in `localStorage`. @default 'latchkey' */
  readonly name?: string | undefined
  /** `host`: this host only. `site`: every sub-domain of the site too. @default 'site' */
  readonly scope?: 'host' | 'site' | undefined
  /** @default globalThis */
  readonly window?: Window | undefined
}

/** Chrome caps the life of every cookie at 400 days. */
const MAX_AGE = 400 * 86_400

/**
 * Keeps the text in a first-party cookie that the shop's own server can read, with a copy in `localStorage`: that is how
 * other tabs hear of it, and it is read where cookies do not work at all. The site's widest domain is found by
 * writing and reading back, never by counting labels: browsers know the public suffixes, we do not.
 */
export function cookieStorage({
  name = 'latchkey',
  scope = 'site',
  window = globalThis.window,
}: CookieStorageOptions = {}): StringStorage {
  const { document, location, navigator } = window
  const copy = inLocalStorage(name, window)
  const put = (value: string, age: number, domain: string) => {
    const secure = location.protocol === 'https:' ? ';secure' : ''
    document.cookie = `${name}=${value};path=/;max-age=${age};samesite=lax${secure}${domain && `;domain=${domain}`}`
  }
  const values = () =>
    document.cookie
      .split('; ')
      .flatMap((pair) => (pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : []))
  const forget = () => {
    for (const domain of domains(location.hostname)) put('', 0, domain)
  }
  const read = () => {
    // A sandboxed document has no cookies, and throws.
    const found = attempt(() => navigator.cookieEnabled && new Set(values()))
    // A shopper who has cleared the cookie has taken the answers back; the copy must not revive them.
    if (!found) return copy.read()
    // Two different ones: a sibling sub-domain or an older scope wrote too. Neither can be believed.
    return found.size === 1 ? [...found].join() : null
  }
  return {
    name: 'cookie',
    watch(changed) {
      // The copy is not heard by another SDK on this very page, nor by the site's other sub-domains: the cookie is,
      // where browsers tell. A write begins with deletions (see `forget`), which alone mean nothing. Where browsers
      // have no such store, an element of that name may stand there; its events are others.
      const heard = (event: Event & Partial<CookieChangeEvent>) =>
        void (event.changed?.some((cookie) => cookie.name === name) && changed())
      const jar: EventTarget | undefined = window.cookieStore
      const leave = [copy.watch(changed), jar && listen(jar, 'change', heard)]
      return () => leave.forEach((stop) => void stop?.())
    },
    read,
    write(value, until) {
      // Nothing new. Writing it again could only lose it, where all that it says has run out by now.
      if (read() === value) return true
      attempt(() => {
        const age = Math.min(MAX_AGE, Math.round((until - Date.now()) / 1000))
        // One left in another scope would stand beside the new one, and neither be believed.
        forget()
        const scopes = scope === 'site' ? domains(location.hostname) : ['']
        scopes.some((domain) => {
          put(value, age, domain)
          return values().includes(value)
        })
      })
      // Last, because it calls the other tabs, which then read the cookie.
      copy.write(value, until)
      return read() === value
    },
    clear() {
      copy.clear()
      attempt(forget)
    },
  }
}

/** The host's parents from the widest down, and at last the host alone. */
export function domains(host: string): readonly string[] {
  const labels = host.split('.')
  // An IP address has no parents, and the last label alone is nobody's.
  const parents = /^[\d.]+$|:/.test(host) ? [] : labels.map((_, index) => labels.slice(-1 - index).join('.'))
  return [...parents.slice(1), '']
}
