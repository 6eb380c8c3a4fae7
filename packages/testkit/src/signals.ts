import type { BrowserContext } from '@playwright/test'

/** What a browser says by itself on its shopper's behalf. */
export interface Signals {
  /** Global Privacy Control: `navigator.globalPrivacyControl`, and the header `Sec-GPC: 1` if on. */
  readonly gpc?: boolean | undefined
  /** Do Not Track: `navigator.doNotTrack`, and the header `DNT`. */
  readonly dnt?: boolean | undefined
}

/**
 * Lets every page of the context, and its server, see a browser with these signals. The headers take the place of
 * Playwright's `extraHTTPHeaders`; give yours as `headers`.
 *
 * @example
 * await withSignals(context, { gpc: true })
 * await page.goto('/')
 * await expectNothingBeforeGrant(page)
 */
export async function withSignals(
  context: BrowserContext,
  signals: Signals,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { gpc, dnt } = signals
  await context.setExtraHTTPHeaders({
    ...headers,
    ...(gpc && { 'sec-gpc': '1' }),
    ...(dnt !== undefined && { dnt: dnt ? '1' : '0' }),
  })
  await context.addInitScript(
    ({ gpc, dnt }) => {
      const say = (name: string, value: unknown) =>
        Object.defineProperty(Navigator.prototype, name, { get: () => value, configurable: true })
      if (gpc !== undefined) say('globalPrivacyControl', gpc)
      if (dnt !== undefined) say('doNotTrack', dnt ? '1' : '0')
    },
    { gpc, dnt },
  )
}
