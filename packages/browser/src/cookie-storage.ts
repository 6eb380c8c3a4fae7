import type { StringStorage } from './storage.ts'

/** Options of {@link cookieStorage}. */
export interface CookieStorageOptions {
  /** @default 'latchkey' */
  readonly name?: string | undefined
  /** `host`: this host only. `site`: every sub-domain of the site too. @default 'site' */
  readonly scope?: 'host' | 'site' | undefined
  /** @default globalThis */
  readonly window?: Window | undefined
}

/** Chrome caps the life of every cookie at 400 days. */
const MAX_AGE = 400 * 86_400

/**
 * Keeps the text in a first-party cookie that the shop's own server can read. The site's widest domain is found by
 * writing and reading back, never by counting labels: browsers know the public suffixes, we do not.
 */
export function cookieStorage({
  name = 'latchkey',
  scope = 'site',
  window = globalThis.window,
}: CookieStorageOptions = {}): StringStorage {
  const { document, location } = window
  const put = (value: string, age: number, domain: string) => {
    const secure = location.protocol === 'https:' ? ';secure' : ''
    document.cookie = `${name}=${value};path=/;max-age=${age};samesite=lax${secure}${domain && `;domain=${domain}`}`
  }
  const values = () =>
    document.cookie
      .split('; ')
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1))
  return {
    name: 'cookie',
    read() {
      try {
        const found = values()
        // Two different ones: a sibling sub-domain or an older scope wrote too. Neither can be believed.
        return found.every((value) => value === found[0]) ? (found[0] ?? null) : ''
      } catch {
        return null // a sandboxed document has no cookies
      }
    },
    write(value, until) {
      try {
        const age = Math.min(MAX_AGE, Math.max(0, Math.round((until - Date.now()) / 1000)))
        put('', 0, '')
        for (const domain of scope === 'site' ? domains(location.hostname) : ['']) {
          put(value, age, domain)
          if (values().includes(value)) return true
        }
      } catch {
        // as above
      }
      return false
    },
    clear() {
      try {
        for (const domain of domains(location.hostname)) put('', 0, domain)
      } catch {
        // as above
      }
    },
  }
}

/** The host's parents from the widest down, and at last the host alone. */
export function domains(host: string): readonly string[] {
  const labels = host.split('.')
  // An IP address has no parents, and a cookie for `localhost` takes no domain.
  if (labels.length < 2 || /^[\d.]+$|:/.test(host)) return ['']
  return [
    ...labels
      .map((_, index) => labels.slice(index).join('.'))
      .reverse()
      .slice(1),
    '',
  ]
}
