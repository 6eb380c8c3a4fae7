/** Where an element is: a selector, or a way of them. Behind an open shadow root the next one looks inside. */
export type AutoconsentSelector = string | readonly string[]

/** One step of a rule, as far as ours need them. */
export type AutoconsentStep =
  | { readonly exists: AutoconsentSelector }
  | { readonly visible: AutoconsentSelector; readonly check?: 'any' | 'all' | 'none' | undefined }
  | { readonly waitForThenClick: AutoconsentSelector; readonly timeout?: number | undefined }
  | { readonly cookieContains: string }

/** A rule of DuckDuckGo's autoconsent, plain JSON. */
export interface AutoconsentRule {
  readonly name: string
  readonly comment?: string | undefined
  /** Whether we are on the page. */
  readonly detectCmp: readonly AutoconsentStep[]
  /** Whether the question stands. */
  readonly detectPopup: readonly AutoconsentStep[]
  readonly optIn: readonly AutoconsentStep[]
  readonly optOut: readonly AutoconsentStep[]
  /** Whether the refusal took. */
  readonly test: readonly AutoconsentStep[]
}

// The banner alone: panel and cards were opened by somebody, and carry the same actions.
const BANNER = '[data-surface="banner"]'

/**
 * How [autoconsent](https://github.com/duckduckgo/autoconsent), the client in DuckDuckGo's browsers, refuses on our banner.
 * It hides nothing beforehand (`prehideSelectors`): the page can only hide all of `#latchkey`, and the way back stands in it too.
 *
 * @example
 * import { autoconsentRule } from '@latchkey/testkit/clients'
 * import { writeFileSync } from 'node:fs'
 *
 * writeFileSync('latchkey.json', JSON.stringify(autoconsentRule, null, 4))
 */
export const autoconsentRule: AutoconsentRule = {
  name: 'latchkey',
  comment: 'A press that no person made is recorded as a refusal, whichever button it was on.',
  detectCmp: [{ exists: '#latchkey' }],
  detectPopup: [{ visible: ['#latchkey', `${BANNER} [data-latchkey-action="reject"]`] }],
  optIn: [{ waitForThenClick: ['#latchkey', `${BANNER} [data-latchkey-action="accept"]`] }],
  optOut: [{ waitForThenClick: ['#latchkey', `${BANNER} [data-latchkey-action="reject"]`] }],
  test: [{ visible: ['#latchkey', BANNER], check: 'none' }, { cookieContains: 'latchkey=1~' }],
}
