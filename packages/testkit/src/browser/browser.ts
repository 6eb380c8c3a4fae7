import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'

export interface LaunchOptions {
  readonly args: readonly string[]
  /** Pages that are left wait in the back/forward cache, as they do for shoppers. @default false */
  readonly backForwardCache?: boolean | undefined
}

/** The browser that the environment names, or the one of the system. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM || '/usr/bin/chromium'
  if (!existsSync(path))
    throw new Error(`[testkit] chromiumPath: expected a browser at ${path}; name one in CHROMIUM.`)
  return path
}

/** Chromium's headless shell, if the environment names one: the same engine without the browser around it, at half the cost. */
export function chromiumShellPath(): string {
  return process.env.CHROMIUM_SHELL || chromiumPath()
}

/**
 * Launches Chromium with third-party cookies on. Debian's build drops them by default, and «no vendor cookie» would
 * be green for the wrong reason. Only a profile's own settings turn that off, so a profile is written first.
 */
export async function launch({
  args,
  backForwardCache = false,
}: LaunchOptions): Promise<{ browser: Browser; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'latchkey-browser-'))
  mkdirSync(join(profile, 'Default'))
  writeFileSync(
    join(profile, 'Default/Preferences'),
    JSON.stringify({ profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } }),
  )
  const context = await chromium.launchPersistentContext(profile, {
    // The shell has no back/forward cache.
    executablePath: backForwardCache ? chromiumPath() : chromiumShellPath(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
    ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
  })
  const browser = context.browser()
  if (!browser) throw new Error('[testkit] launch: expected a browser behind the context, got none.')
  return {
    browser,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
