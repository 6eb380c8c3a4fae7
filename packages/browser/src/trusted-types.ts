/** The part of the Trusted Types API that we use; TypeScript's DOM library has none. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: Record<'createScript' | 'createScriptURL', (text: string) => string>,
  ): Record<'createScript' | 'createScriptURL', (text: string) => string>
}

const policies = new WeakMap<Window, ReturnType<TrustedTypes['createPolicy']> | null>()

/**
 * Turns a script address or text that the gate has authorised into what `script.src` and `script.text` accept under
 * `require-trusted-types-for 'script'`. The one policy is called `latchkey`; nobody else gets hold of it.
 */
export function trusted(window: Window, kind: 'createScript' | 'createScriptURL', text: string): string {
  let policy = policies.get(window)
  if (policy === undefined) {
    policy = make(window)
    policies.set(window, policy)
  }
  return policy ? policy[kind](text) : text
}

function make(window: Window & { trustedTypes?: TrustedTypes }) {
  const same = (text: string) => text
  try {
    return (
      window.trustedTypes?.createPolicy('latchkey', { createScript: same, createScriptURL: same }) ?? null
    )
  } catch {
    return null // the page's CSP does not list our policy: the browser will refuse the script and say so
  }
}
