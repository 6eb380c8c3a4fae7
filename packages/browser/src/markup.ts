import { type ConsentState, type Extension, isMet, type PurposeId, type ReportProblem } from '@latchkey/core'
import { type Authority, isAuthorised } from './authorise.ts'
import { afterPaint } from './schedule.ts'
import { trusted } from './trusted-types.ts'

/** Options of {@link markup}. */
export interface MarkupOptions extends Authority {
  readonly report?: ReportProblem | undefined
  /** Told when a frame is on the page and may not start: time to draw a placeholder. */
  readonly latched?: (() => void) | undefined
  /** Reload the page once when a script is withdrawn that has run. @default true */
  readonly reload?: boolean | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** The gate of the page's marked elements. */
export interface Markup extends Extension {
  /** Unlatch one frame, once, because the shopper asked for just this one. `false` if it is not authorised. */
  activate(frame: HTMLIFrameElement): boolean
}

/** The elements that are gated. */
export const MARKED =
  'script[type="text/plain"][data-purpose],iframe[data-purpose][data-src],img[data-purpose][data-src]'

/** Attributes that a script takes along. Event handlers and whatever else a page may carry stay behind. */
const KEPT = [
  'id',
  'class',
  'async',
  'defer',
  'crossorigin',
  'integrity',
  'referrerpolicy',
  'nomodule',
  'fetchpriority',
]

/**
 * Watches over `<script type="text/plain" data-purpose>`, `<iframe data-purpose data-src>` and
 * `<img data-purpose data-src>`, those added later included. They are inert as they stand in the page: if this
 * code never runs, neither do they.
 *
 * @example
 * createConsent({ policy, regime, use: [markup({ services: [youtube({ needs: 'video' })] })] })
 */
export function markup(options: MarkupOptions): Markup {
  const { window = globalThis.window, report = () => {}, nonce, latched, reload = true } = options
  const { document } = window
  const done = new WeakSet<Element>()
  const refused = new WeakSet<Element>()
  /** Frames that the shopper asked for one by one. */
  let once = new WeakSet<Element>()
  const ran = new Set<PurposeId>()
  let state: ConsentState | undefined
  // Scripts run one after the other, in the page's order; one that fails does not hold up the next.
  let scripts = Promise.resolve()

  function look(): void {
    if (!state || state.phase === 'pending') return
    for (const element of document.querySelectorAll<HTMLElement>(MARKED)) {
      const purpose = element.dataset.purpose ?? ''
      if (!Object.hasOwn(state.standings, purpose))
        refuse(element, 'C201', purpose, Object.keys(state.standings).join(', '))
      else if (!isMet(purpose, state.standings)) once.has(element) || latch(element)
      else if (!done.has(element)) open(element, purpose)
    }
  }

  function open(element: HTMLElement, purpose: PurposeId): boolean {
    const url = address(element)
    if (url === undefined || !isAuthorised(element, url, purpose, options)) {
      const got = element.getAttribute(element.localName === 'script' ? 'src' : 'data-src')
      if (url === undefined) refuse(element, 'C203', got ?? '')
      else refuse(element, 'C202', url?.origin ?? 'an inline script')
      return false
    }
    done.add(element)
    if (element.localName === 'script') {
      scripts = scripts.then(() => run(element as HTMLScriptElement, url, purpose)).catch(() => {}) // its own error event has been seen
    } else if (url) {
      element.setAttribute('src', url.href)
    }
    return true
  }

  /** `undefined`: an address that is never carried over; `null`: none, an inline script. */
  function address(element: HTMLElement): URL | null | undefined {
    const text = element.getAttribute(element.localName === 'script' ? 'src' : 'data-src')
    if (text === null) return null
    try {
      const url = new URL(text, document.baseURI)
      return /^https?:$/.test(url.protocol) ? url : undefined
    } catch {
      return undefined
    }
  }

  function run(inert: HTMLScriptElement, url: URL | null, purpose: PurposeId): Promise<void> | void {
    if (!state || !isMet(purpose, state.standings) || !inert.isConnected) {
      done.delete(inert)
      return
    }
    const script = document.createElement('script')
    for (const name of KEPT) {
      const value = inert.getAttribute(name)
      if (value !== null) script.setAttribute(name, value)
    }
    Object.assign(script.dataset, inert.dataset)
    if (inert.dataset.type === 'module') script.type = 'module'
    if (nonce) script.nonce = nonce
    ran.add(purpose)
    if (!url) {
      script.text = trusted(window, 'createScript', inert.text)
      inert.replaceWith(script)
      return
    }
    const free = inert.hasAttribute('async')
    script.async = free
    script.src = trusted(window, 'createScriptURL', url.href)
    const settled = new Promise<void>((resolve) => {
      script.onload = script.onerror = () => resolve()
    })
    inert.replaceWith(script)
    return free ? undefined : settled
  }

  function latch(element: HTMLElement): void {
    if (element.localName === 'iframe') latched?.()
    if (!done.delete(element) || element.localName === 'script') return
    // Replacing the frame's page, rather than setting `src`, leaves no step in the shopper's history.
    if (element instanceof window.HTMLIFrameElement) element.contentWindow?.location.replace('about:blank')
    element.removeAttribute('src')
  }

  function refuse(
    element: HTMLElement,
    code: 'C201' | 'C202' | 'C203',
    got: string,
    expected?: string,
  ): void {
    if (refused.has(element)) return
    refused.add(element)
    report({ code, where: `<${element.localName} data-purpose="${element.dataset.purpose}">`, got, expected })
  }

  const extension: Extension = (store) => {
    const observer = new window.MutationObserver(look)
    observer.observe(document, {
      childList: true,
      subtree: true,
      attributeFilter: ['data-purpose', 'data-src', 'type'],
    })
    const apply = (now: ConsentState) => {
      state = now
      look()
    }
    const unsubscribe = store.subscribe((now, { input, granted, denied, withdrawn }) => {
      if (denied.length > 0) once = new WeakSet()
      if (reload && withdrawn.some((purpose) => ran.has(purpose)))
        afterPaint(window, () => window.location.reload())
      if (input.type === 'decide' && granted.length > 0) afterPaint(window, () => apply(store.get()))
      if (input.type !== 'decide' || denied.length > 0) apply(now)
    })
    apply(store.get())
    return () => {
      unsubscribe()
      observer.disconnect()
    }
  }
  return Object.assign(extension, {
    activate(frame: HTMLIFrameElement) {
      once.add(frame)
      return open(frame, frame.dataset.purpose ?? '')
    },
  })
}
