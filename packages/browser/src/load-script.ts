import { type Policies, trusted } from './trusted-types.ts'

/** A page to load scripts into. */
export interface ScriptTarget {
  readonly window: Window
  readonly nonce: string | undefined
  readonly policies?: Policies | undefined
}

/**
 * Adds an async script and remembers it in `loaded`, so that the caller can take it out again.
 * Resolves when it has run, rejects when it could not be loaded or the address is not `https:`.
 */
export function loadScript(
  { window, nonce, policies }: ScriptTarget,
  loaded: Element[],
  url: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = () =>
      reject(new Error(`[browser] loadScript: expected an https script that loads, got ${url}.`))
    if (!/^https:/.test(url)) return failed()
    const script = window.document.createElement('script')
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value)
    if (nonce) script.nonce = nonce
    script.async = true
    script.onload = () => resolve()
    script.onerror = failed
    script.src = trusted(window, 'createScriptURL', url, policies)
    loaded.push(script)
    window.document.head.append(script)
  })
}
