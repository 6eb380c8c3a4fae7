import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AutoConsentCMPRule, type ConsentState, encodeRules } from '@duckduckgo/autoconsent'
import rules from '@duckduckgo/autoconsent/rules/rules.json' with { type: 'json' }
import { chromiumPath, SHOP, type VendorNetwork } from '@latchkey/testkit/browser'
import type { AutoconsentRule } from '@latchkey/testkit/clients'
import { type BrowserContext, chromium, expect } from '@playwright/test'
import { BUILT, theirs } from './autoconsent.ts'

/** A browser with autoconsent's extension in it. */
export interface Extended {
  readonly context: BrowserContext
  /** What the extension says about the page. */
  report(): Promise<ConsentState | undefined>
  close(): Promise<void>
}

/**
 * Starts Chromium with the extension as it was built. With `rule`, its lists of rules have one more; the code is the same.
 */
export async function launchWithAutoconsent(
  network: VendorNetwork,
  rule?: AutoconsentRule,
): Promise<Extended> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-extension-'))
  const extension = join(folder, 'extension')
  cpSync(join(BUILT, 'addon-mv3'), extension, { recursive: true })
  if (rule) {
    const known = structuredClone(rules.autoconsent) as AutoConsentCMPRule[]
    const all = [...known, theirs(rule)]
    writeFileSync(join(extension, 'rules.json'), JSON.stringify({ autoconsent: all }))
    writeFileSync(join(extension, 'compact-rules.json'), JSON.stringify(encodeRules(all, null)))
  }
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: chromiumPath(),
    baseURL: SHOP,
    ignoreHTTPSErrors: true,
    locale: 'en-IE',
    timezoneId: 'Europe/Berlin',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...network.chromiumArgs,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  /** Reads what the extension has stored, in one of its stores. */
  const stored = (area: 'local' | 'session') =>
    worker.evaluate(
      (name) =>
        (
          globalThis as unknown as {
            chrome: { storage: Record<string, { get(all: null): Promise<object> }> }
          }
        ).chrome.storage[name]?.get(null),
      area,
    )
  // A page that comes before the rules gets no answer.
  await expect
    .poll(async () => Object.keys((await stored('local')) ?? {}))
    .toEqual(expect.arrayContaining(['config', 'rules']))
  return {
    context,
    async report() {
      const tabs: readonly Record<string, { state: ConsentState }>[] = Object.values(
        (await stored('session')) ?? {},
      )
      return tabs.flatMap((frames) => Object.values(frames))[0]?.state
    },
    async close() {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
