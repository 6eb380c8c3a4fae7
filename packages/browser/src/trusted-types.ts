import { attempt } from './attempt.ts'

/** The part of the Trusted Types API that we use; TypeScript's DOM library has none. */
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): Rules
}
type Rules = Record<'createScript' | 'createScriptURL', (text: string) => string>

/**
 * Each page's one policy. Parts of one build that come in files of their own are given the same map, because a
 * Content-Security-Policy may allow no second policy of a name.
 */
export type Policies = WeakMap<Window, Rules>

const ours: Policies = new WeakMap()

/**
 * Turns a script address or text that the gate has authorised into what `script.src` and `script.text` accept under
 * `require-trusted-types-for 'script'`. The one policy is called `latchkey`; nobody else gets hold of it.
 */
export function trusted(
  window: Window & { trustedTypes?: TrustedTypes },
  kind: keyof Rules,
  text: string,
  policies = ours,
): string {
  const same = (text: string) => text
  const rules = { createScript: same, createScriptURL: same }
  // Where the page's CSP does not list our policy, the browser will refuse the script and say so.
  const policy =
    policies.get(window) ?? attempt(() => window.trustedTypes?.createPolicy('latchkey', rules)) ?? rules
  policies.set(window, policy)
  return policy[kind](text)
}
