import { type ConsentStore, encodeSnapshot } from '@latchkey/core'
import { attempt } from './attempt.ts'
import { domains } from './cookie-storage.ts'
import { whenIdle } from './schedule.ts'

/** Options of {@link keepCookie}. */
export interface KeepCookieOptions {
  /** The ledger's base address, as the transport has it. One of another origin cannot set this page's cookies. */
  readonly address: string
  readonly store: Pick<ConsentStore, 'get' | 'subscribe'>
  /** As `cookieStorage` has it: another scope would make a second cookie. @default 'site' */
  readonly scope?: 'host' | 'site' | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** An answer that was on its way when its request was given up is here by then, or never comes. */
const GRACE = 1000

/**
 * Has the ledger set the cookie `latchkey` once more: what a server sets outlives the seven days after which Safari
 * forgets what scripts wrote, so that nobody who refused is asked every week (BR-2, BR-3).
 *
 * Answers with a function for every answer of the ledger to `POST /v1/records`. Where one says `"cookie": true`, a
 * cookie in which nothing is granted is sent to `<address>/v1/cookie` when the page is idle, once for each value.
 * Anything else costs nothing.
 *
 * @example
 * fetchTransport('/latchkey', { answered: keepCookie({ address: '/latchkey', store: consent.store }) })
 */
export function keepCookie({
  address,
  store,
  scope = 'site',
  window = globalThis.window,
}: KeepCookieOptions): (answer: unknown) => void {
  const { document, location } = window
  /** What the ledger was asked to set. */
  const asked = new Set<string>()
  /** What the last decision left there, for how long and where. */
  let newest = ''
  let until = 0
  let domain = ''
  let request = new AbortController()

  const put = (pair: string, age: number, where: string) => {
    const secure = location.protocol === 'https:' ? ';secure' : ''
    document.cookie = `${pair};path=/;max-age=${age};samesite=lax${secure}${where && `;domain=${where}`}`
  }
  /** The one value there is; two cookies are no decision, and not ours to settle. */
  const read = () => {
    const [pair = '', ...more] = document.cookie.split('; ').filter((one) => one.startsWith('latchkey='))
    return more.length ? '' : pair.slice(9)
  }
  /** `said`: what the last decision comes to, whoever has written to the jar since. */
  const look = (said = read()) => {
    if (said !== newest && !asked.has(said)) {
      request.abort()
      newest = said
      until = Math.max(0, ...Object.values(store.get().snapshot?.answers ?? {}).map((answer) => answer.until))
    }
    const value = read()
    // The ledger's answer to an older value came after the newer one was written, and must not undo it.
    if (value !== newest && asked.has(value))
      put(`latchkey=${newest}`, newest ? Math.round((until - Date.now()) / 1000) : 0, domain)
  }
  const lookQuietly = () => void attempt(look)

  function send(): void {
    const url = new URL(`${address.replace(/\/+$/, '')}/v1/cookie`, location.href)
    if (url.origin !== location.origin) return
    look()
    const value = newest
    // A refusal only: an answer that came too late to be repaired must not bring a grant back.
    if (!value || value.includes('.granted.') || asked.has(value)) return
    // Where `cookieStorage` has put it: the widest that the browser takes.
    const taken = (scope === 'site' ? domains(location.hostname) : ['']).find((where) => {
      put('latchkey.probe=1', 9, where)
      const works = document.cookie.includes('latchkey.probe=1')
      put('latchkey.probe=', 0, where)
      return works
    })
    if (taken === undefined) return
    domain = taken
    if (!asked.size) {
      store.subscribe(({ snapshot }, { input }) =>
        attempt(() => look((input.type === 'decide' && snapshot && encodeSnapshot(snapshot)) || undefined)),
      )
    }
    asked.add(value)
    request = new AbortController()
    const settled = () => {
      lookQuietly()
      window.setTimeout(lookQuietly, GRACE)
    }
    window
      .fetch(url, {
        method: 'POST',
        body: JSON.stringify({ value, domain: domain || null }),
        headers: { 'content-type': 'application/json' },
        credentials: 'same-origin',
        // A ledger has no use for the page's path (RE-2).
        referrerPolicy: 'strict-origin',
        signal: request.signal,
      })
      .then(settled, settled)
  }

  return (answer) => {
    if ((answer as { readonly cookie?: unknown } | null)?.cookie === true) {
      whenIdle(window, () => void attempt(send))
    }
  }
}
