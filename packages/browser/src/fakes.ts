import {
  type Answer,
  type ConsentStore,
  createStore,
  type Problem,
  type Purpose,
  type Regime,
} from '@latchkey/core'
import { vi } from 'vitest'

/** What the unit tests of this folder share. */

export const EU: Regime = { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 }

/** A store whose rules are known, with nothing decided. */
export function readyStore(...purposes: readonly (string | Purpose)[]): ConsentStore {
  const store = createStore({
    version: '1',
    purposes: purposes.map((one) => (typeof one === 'string' ? { id: one } : one)),
  })
  store.send({ type: 'ready', regime: EU, signals: { gpc: null }, snapshot: null, at: Date.now() })
  return store
}

export function answer(store: ConsentStore, said: Answer, ...ids: readonly string[]): void {
  const choices = Object.fromEntries(ids.map((id) => [id, said]))
  store.send({ type: 'decide', choices, via: 'api', subject: false, at: Date.now() })
}

export const grant = (store: ConsentStore, ...ids: readonly string[]) => answer(store, 'granted', ...ids)
export const deny = (store: ConsentStore, ...ids: readonly string[]) => answer(store, 'denied', ...ids)

/** Keeps what is reported. */
export function problemList(): { readonly all: Problem[]; readonly report: (problem: Problem) => void } {
  const all: Problem[] = []
  return { all, report: (problem) => void all.push(problem) }
}

/** Options of {@link cookieJar}. */
interface JarOptions {
  readonly hostname?: string
  readonly protocol?: string
  /** `refused`: the browser takes cookies and keeps none. `throw`: a sandboxed document. */
  readonly cookies?: 'on' | 'off' | 'refused' | 'throw' | undefined
}

const SUFFIXES = ['com', 'uk', 'co.uk', 'io', 'github.io', 'example']

/** `document.cookie` as a browser has it at `/a/b`: it knows a few public suffixes, and keeps by domain, path and name. */
export function cookieJar({
  hostname = 'shop.example',
  protocol = 'https:',
  cookies = 'on',
}: JarOptions = {}) {
  const kept = new Map<string, string>()
  const written: string[] = []
  const sandboxed = () => {
    if (cookies === 'throw') throw new DOMException('sandboxed', 'SecurityError')
  }
  return {
    kept,
    written,
    get cookie() {
      sandboxed()
      return [...kept].map(([key, value]) => `${key.split('|')[2]}=${value}`).join('; ')
    },
    set cookie(text: string) {
      sandboxed()
      written.push(text)
      const [pair = '', ...attributes] = text.split(';')
      const [name = '', value = ''] = pair.split('=')
      const said = Object.fromEntries(attributes.map((one) => one.split('=') as [string, string?]))
      const { domain = '', path = '/a' } = said
      const numeric = /^[\d.]+$/.test(hostname)
      const fits = hostname === domain || (!numeric && hostname.endsWith(`.${domain}`))
      if (cookies !== 'on' || pair.length > 4096 || ('secure' in said && protocol !== 'https:')) return
      if (domain && (!fits || numeric || SUFFIXES.includes(domain))) return
      const key = `${domain}|${path}|${name}`
      if ('max-age' in said && Number(said['max-age']) <= 0) kept.delete(key)
      else kept.set(key, value)
    },
  }
}

/** An empty page at an address, with nothing stored, and time at a standstill; answers with its cookies. */
export function freshPage(url = 'https://shop.example/a/b'): ReturnType<typeof cookieJar> {
  vi.useFakeTimers()
  const { happyDOM } = window as unknown as {
    happyDOM: { setURL(url: string): void; settings: { handleDisabledFileLoadingAsSuccess: boolean } }
  }
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true
  happyDOM.setURL(url)
  document.head.replaceChildren()
  document.body.replaceChildren()
  localStorage.clear()
  sessionStorage.clear()
  Reflect.deleteProperty(window, Symbol.for('latchkey.reload'))
  const jar = cookieJar(window.location)
  vi.spyOn(document, 'cookie', 'get').mockImplementation(() => jar.cookie)
  vi.spyOn(document, 'cookie', 'set').mockImplementation((text) => {
    jar.cookie = text
  })
  return jar
}

/** Undoes `freshPage` and every spy. */
export function leavePage(): void {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
}

/** Scripts made from now on wait for the test: it calls `onload` or `onerror`. They are listed as they are made. */
export function heldScripts(): HTMLScriptElement[] {
  const made: HTMLScriptElement[] = []
  const create = document.createElement.bind(document)
  vi.spyOn(document, 'createElement').mockImplementation((name: string) => {
    const element = create(name)
    if (element instanceof HTMLScriptElement) {
      // An own `src` keeps the test's browser from asking for it.
      Object.defineProperty(element, 'src', { value: '', writable: true })
      made.push(element)
    }
    return element
  })
  return made
}

/** Lets what waits for the next paint run, but no time pass. */
export async function nextPaint(): Promise<void> {
  await vi.advanceTimersByTimeAsync(17)
}

/** Lets promises that are settled be heard. */
export async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}
