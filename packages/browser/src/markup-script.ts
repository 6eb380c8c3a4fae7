import { isModule } from './markup-order.ts'
import { type Policies, trusted } from './trusted-types.ts'

/** What a live script is made with. */
export interface LiveScriptOptions {
  readonly window: Window & typeof globalThis
  readonly nonce: string | undefined
  readonly policies: Policies | undefined
}

/** Attributes that a script takes along. Event handlers and whatever else a page may carry stay behind. */
const KEPT = [
  'id',
  'class',
  'async',
  'defer',
  'charset',
  'crossorigin',
  'integrity',
  'referrerpolicy',
  'fetchpriority',
]

/** Says of a marked script that it has run. Copies of an element carry it too, as they carry «already started». */
export const RAN = 'data-latchkey-ran'

/**
 * Puts a live script before an inert one, with the same address or text. The inert one stays where it is: a framework
 * that made it wants to take it out again, and React throws if it is gone. Resolves when an external script has run or
 * failed.
 */
export function runScript(
  { window, nonce, policies }: LiveScriptOptions,
  inert: HTMLScriptElement,
  url: URL | null,
): Promise<void> | void {
  const script = inert.ownerDocument.createElement('script')
  copy(inert, script, KEPT)
  for (const { name, value } of inert.attributes) if (/^data-/.test(name)) script.setAttribute(name, value)
  if (nonce) script.nonce = nonce
  if (isModule(inert)) script.type = 'module'
  // What waits in our order starts at once when it is its turn; but an inline module tells nobody when it has run,
  // and the browser's own order among scripts that are not async keeps what follows behind it.
  if (!inert.hasAttribute('async') && (isModule(inert) || inert.hasAttribute('defer'))) script.async = false
  let settled: Promise<void> | undefined
  if (url) {
    script.src = trusted(window, 'createScriptURL', url.href, policies)
    settled = new Promise((resolve) => {
      script.onload = script.onerror = () => resolve()
    })
  } else script.text = trusted(window, 'createScript', inert.text, policies)
  inert.setAttribute(RAN, '')
  inert.before(script)
  return settled
}

/** Fetches an external script that has to wait for its turn, as a browser does while it waits. */
export function fetchAhead(
  { window: { document }, nonce }: LiveScriptOptions,
  inert: Element,
  url: URL,
): void {
  // Some browsers do not match a preload with an integrity to its script, and would fetch it twice.
  if (inert.hasAttribute('integrity')) return
  const link = document.createElement('link')
  copy(inert, link, ['crossorigin', 'referrerpolicy', 'fetchpriority'])
  if (nonce) link.nonce = nonce
  if (isModule(inert)) link.rel = 'modulepreload'
  else {
    link.rel = 'preload'
    link.as = 'script'
  }
  link.href = url.href
  document.head.append(link)
}

function copy(from: Element, to: Element, names: readonly string[]): void {
  for (const name of names) {
    const value = from.getAttribute(name)
    if (value !== null) to.setAttribute(name, value)
  }
}
