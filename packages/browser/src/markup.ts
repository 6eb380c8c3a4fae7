import {
  type Condition,
  type ConsentState,
  type Extension,
  isMet,
  purposesOf,
  type ReportProblem,
} from '@latchkey/core'
import type { Authority } from './authorise.ts'
import { addressOf, admission } from './markup-admission.ts'
import { isModule, scriptOrder } from './markup-order.ts'
import { placeholders } from './markup-placeholder.ts'
import { fetchAhead, RAN, runScript } from './markup-script.ts'
import { reloadOnce } from './reload.ts'
import { afterPaint } from './schedule.ts'
import type { Policies } from './trusted-types.ts'

/** Options of {@link markup}. */
export interface MarkupOptions extends Authority {
  readonly report?: ReportProblem | undefined
  /** Told when a frame waits on the page that a grant would open: time to draw a placeholder. */
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
 * On a frame that a grant would open: the purposes that it waits for, with spaces between. Surfaces draw a tile for it.
 * Frames of nobody that the site vouches for have none, and neither have those whose purpose is unknown.
 */
const WAITS = 'data-latchkey-waits'

/**
 * Watches over `<script type="text/plain" data-purpose>`, `<iframe data-purpose data-src>`,
 * `<img data-purpose data-src>` and `<latchkey-placeholder purpose src>`, those added later included. They are inert as they stand in the page: if this
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
  const written = placeholders(window)
  const { conditionOf, isVouchedFor, sourceOf } = admission(options, report)
  /** The address that an element was opened with: another one has to be looked at anew. */
  const opened = new WeakMap<Element, string | null>()
  /** Frames and images that stand open, on the page or not: a framework may put them back at any time. */
  const kept = new Set<WeakRef<HTMLElement>>()
  /** Frames that the shopper asked for one by one. */
  let once = new WeakSet<Element>()
  /** What the scripts that have run needed, as the page had put it. */
  const ran = new Map<string, Condition>()
  let state: ConsentState | undefined

  function look(): void {
    if (!state || state.phase === 'pending') return
    written.look()
    const marked = new Set(document.querySelectorAll<HTMLElement>(MARKED))
    order.meet(marked)
    for (const reference of kept) {
      const element = reference.deref()
      if (element && opened.has(element)) marked.add(element)
      else kept.delete(reference)
    }
    for (const element of marked) {
      const condition = conditionOf(element, state)
      if (condition && isMet(condition, state.standings)) open(element, condition)
      else if (!once.has(element)) latch(element, condition && waitsFor(element, condition))
    }
  }

  function open(element: HTMLElement, condition: Condition): boolean {
    const script = element instanceof window.HTMLScriptElement && element
    const src = addressOf(element)
    // A script runs once; a frame or an image goes where it is sent.
    if (script ? opened.has(element) : opened.get(element) === src) return true
    // What a router has taken out is of a page that was left; it is looked at again when it comes back.
    if (!element.isConnected) return false
    const url = sourceOf(element, condition)
    if (url === undefined) {
      latch(element)
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
      element.removeAttribute(WAITS)
      element.setAttribute('src', url.href)
    }
    return true
  }

  /** The purposes that a frame waits for; none if no grant would open it. */
  function waitsFor(element: HTMLElement, condition: Condition): string | undefined {
    if (element.localName !== 'iframe' || !isVouchedFor(element, condition)) return undefined
    const missing = purposesOf(condition).filter((id) => !state?.standings[id]?.granted)
    // Where one of several is enough, the first is asked for: no more than is needed.
    return typeof condition === 'object' && 'some' in condition ? missing[0] : missing.join(' ')
  }

  function latch(element: HTMLElement, waits?: string): void {
    if (element.localName === 'script') return
    const frame = element instanceof window.HTMLIFrameElement && element
    if (!waits) element.removeAttribute(WAITS)
    else {
      if (element.getAttribute(WAITS) !== waits) element.setAttribute(WAITS, waits)
      latched?.()
    }
    if (!opened.delete(element)) return
    element.removeAttribute('src')
    // Taken out and put back, a frame starts anew: at once, without a step in the shopper's history, and without an
    // address that Firefox would bring back when the page is loaded again.
    const { parentNode, nextSibling } = element
    if (!frame || !parentNode) return
    frame.remove()
    parentNode.insertBefore(frame, nextSibling)
  }

  const extension: Extension = (store) => {
    const observer = new window.MutationObserver(look)
    observer.observe(document, {
      childList: true,
      subtree: true,
      attributeFilter: ['data-purpose', 'data-src', 'type', 'purpose', 'src', 'title'],
    })
    const apply = (now: ConsentState) => {
      state = now
      look()
    }
    const unsubscribe = store.subscribe((now, { input, granted, denied, withdrawn }) => {
      if (denied.length > 0) once = new WeakSet()
      if (reload && withdrawn.length > 0 && [...ran.values()].some((needs) => !isMet(needs, now.standings)))
        reloadOnce(window, input.type)
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
