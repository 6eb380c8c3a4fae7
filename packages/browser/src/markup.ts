import { type Condition, type ConsentState, type Extension, isMet, type ReportProblem } from '@latchkey/core'
import { type Authority, isAuthorised } from './authorise.ts'
import { readCondition } from './markup-condition.ts'
import { isModule, scriptOrder } from './markup-order.ts'
import { fetchAhead, RAN, runScript } from './markup-script.ts'
import { afterPaint } from './schedule.ts'
import type { Policies } from './trusted-types.ts'

/** Options of {@link markup}. */
export interface MarkupOptions extends Authority {
  readonly report?: ReportProblem | undefined
  /** Told when a frame is on the page and may not start: time to draw a placeholder. */
  readonly latched?: (() => void) | undefined
  /** Reload the page once when a script is withdrawn that has run. @default true */
  readonly reload?: boolean | undefined
  /** Shared with the page's other parts where a bundle has several copies of this code. @default a map of its own */
  readonly policies?: Policies | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** The gate of the page's marked elements. */
export interface Markup extends Extension {
  /** Unlatch one frame, once, because the shopper asked for just this one. `false` if it is not authorised. */
  activate(frame: HTMLIFrameElement): boolean
}

/** The elements that are gated; of scripts, those that have not run. */
export const MARKED = `script[type="text/plain"][data-purpose]:not([${RAN}]),iframe[data-purpose][data-src],img[data-purpose][data-src]`

/**
 * Watches over `<script type="text/plain" data-purpose>`, `<iframe data-purpose data-src>` and
 * `<img data-purpose data-src>`, those added later included. They are inert as they stand in the page: if this
 * code never runs, neither do they. What stands in a shadow tree is not looked for, and stays inert.
 *
 * @example
 * createConsent({ policy, regime, use: [markup({ services: [youtube({ needs: 'video' })] })] })
 */
export function markup(options: MarkupOptions): Markup {
  const { window = globalThis.window, report = () => {}, nonce, latched, reload = true, policies } = options
  const { document } = window
  const live = { window, nonce, policies }
  const order = scriptOrder(document)
  /** The address that an element was opened with: another one has to be looked at anew. */
  const opened = new WeakMap<Element, string | null>()
  /** Frames and images that were opened, on the page or not: a framework may put them back at any time. */
  const kept = new Set<WeakRef<HTMLElement>>()
  const refused = new WeakSet<Element>()
  /** Frames that the shopper asked for one by one. */
  let once = new WeakSet<Element>()
  /** What the scripts that have run needed, as the page had put it. */
  const ran = new Map<string, Condition>()
  let state: ConsentState | undefined

  function look(): void {
    if (!state || state.phase === 'pending') return
    const marked = new Set(document.querySelectorAll<HTMLElement>(MARKED))
    order.meet(marked)
    for (const reference of kept) {
      const element = reference.deref()
      if (element) marked.add(element)
      else kept.delete(reference)
    }
    for (const element of marked) {
      const condition = conditionOf(element, state)
      if (condition && isMet(condition, state.standings)) open(element, condition)
      else if (!once.has(element)) latch(element)
    }
  }

  function conditionOf(element: HTMLElement, { standings }: ConsentState): Condition | undefined {
    const text = element.dataset.purpose ?? ''
    const condition = readCondition(text, standings)
    if (!condition) refuse(element, 'C201', text, Object.keys(standings).join(', '))
    return condition
  }

  function open(element: HTMLElement, condition: Condition): boolean {
    const script = element instanceof window.HTMLScriptElement && element
    const src = element.getAttribute(script ? 'src' : 'data-src')
    // A script runs once; a frame or an image goes where it is sent.
    if (script ? opened.has(element) : opened.get(element) === src) return true
    const url = src === null ? null : address(element, src)
    if (url === undefined || !isAuthorised(element, url, condition, options)) {
      latch(element)
      if (url === undefined) refuse(element, 'C203', src ?? '')
      else refuse(element, 'C202', url?.origin ?? 'an inline script')
      return false
    }
    if (script) {
      // Every browser that we run in knows modules, and leaves the script for those that do not.
      if (script.hasAttribute('nomodule') && !isModule(script)) return false
      const start = () => {
        // A refusal may have come while it waited for its turn, or a framework may have taken it out.
        if (state && isMet(condition, state.standings) && script.isConnected) {
          ran.set(script.dataset.purpose ?? '', condition)
          return runScript(live, script, url)
        }
        opened.delete(script)
      }
      opened.set(script, src)
      order.run(script, start, () => url && fetchAhead(live, script, url))
    } else if (url) {
      if (!opened.has(element)) kept.add(new WeakRef(element))
      opened.set(element, src)
      element.setAttribute('src', url.href)
    }
    return true
  }

  /** `undefined`: an address that is never carried over. */
  function address(element: HTMLElement, src: string): URL | undefined {
    try {
      // The element's own base, because an element in the page may take the place of `document.baseURI` (B5).
      const url = new URL(src, element.baseURI)
      return src && /^https?:$/.test(url.protocol) ? url : undefined
    } catch {
      return undefined
    }
  }

  function latch(element: HTMLElement): void {
    if (element.localName === 'script') return
    const frame = element instanceof window.HTMLIFrameElement && element
    if (frame) latched?.()
    if (!opened.delete(element)) return
    // Replacing the frame's page, rather than setting `src`, leaves no step in the shopper's history.
    if (frame) frame.contentWindow?.location.replace('about:blank')
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
      if (reload && withdrawn.length > 0 && [...ran.values()].some((needs) => !isMet(needs, now.standings)))
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
      const condition = state && conditionOf(frame, state)
      if (!condition) return false
      once.add(frame)
      return open(frame, condition)
    },
  })
}
