import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { AutoConsentCMPRule, Config, ContentScriptMessage } from '@duckduckgo/autoconsent'
import { type AutoconsentRule, autoconsentRule } from '@latchkey/testkit/clients'
import type { Page } from '@playwright/test'

/** Where the package's built files are. */
export const BUILT = dirname(createRequire(import.meta.url).resolve('@duckduckgo/autoconsent'))

/** autoconsent at work on a page. */
export interface Client {
  /** Everything it has told its background of that kind, oldest first. */
  told<Type extends ContentScriptMessage['type']>(type: Type): Extract<ContentScriptMessage, { type: Type }>[]
  /** What it has written to the console. */
  readonly log: readonly string[]
  /** Asks it whether the rule's own test holds. */
  selfTest(): Promise<void>
}

export interface ClientOptions {
  readonly action?: 'optOut' | 'optIn' | undefined
  readonly rules?: readonly AutoconsentRule[] | undefined
  /** Looks for buttons by their words, as well. @default 'off' */
  readonly heuristicMode?: Config['heuristicMode'] | undefined
}

/**
 * Puts autoconsent's own content script on every page from here on, with our rule, and answers it as its background would:
 * after the package's runner for Playwright.
 */
export async function runAutoconsent(
  page: Page,
  { action = 'optOut', rules = [autoconsentRule], heuristicMode = 'off' }: ClientOptions = {},
): Promise<Client> {
  const messages: ContentScriptMessage[] = []
  const log: string[] = []
  const answer = JSON.stringify({
    type: 'initResp',
    config: {
      autoAction: action,
      isMainWorld: true,
      heuristicMode,
      logs: { lifecycle: true, errors: true },
    },
    rules: { autoconsent: rules.map(theirs) },
  })
  page.on('console', (message) => log.push(message.text()))
  await page.exposeBinding('autoconsentSendMessage', ({ frame }, message: ContentScriptMessage) => {
    messages.push(message)
    if (message.type === 'init') void frame.evaluate(`autoconsentReceiveMessage(${answer})`)
  })
  await page.addInitScript({ content: readFileSync(join(BUILT, 'autoconsent.playwright.js'), 'utf8') })
  return {
    told: <Type extends ContentScriptMessage['type']>(type: Type) =>
      messages.filter(
        (message): message is Extract<ContentScriptMessage, { type: Type }> => message.type === type,
      ),
    log,
    selfTest: () => page.evaluate('autoconsentReceiveMessage({ type: "selfTest" })'),
  }
}

/** Our rule as the package's types see it, which know no read-only lists. */
export function theirs(rule: AutoconsentRule): AutoConsentCMPRule {
  return structuredClone(rule) as AutoConsentCMPRule
}
