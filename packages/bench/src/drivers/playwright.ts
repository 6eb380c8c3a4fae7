import { existsSync } from 'node:fs'
import { launch, soonEnough } from '@latchkey/testkit/browser'
import { type Browser, firefox } from '@playwright/test'
import type { Driver, Engine } from './driver.ts'

const FIREFOX = '/usr/bin/firefox-esr'

/** A page that comes back from the cache has lost an answer before now, and the run with it. */
const HUNG = 60_000

/** The system's Chromium, headless, with the back/forward cache on. */
export async function chromiumDriver(proxyPort: number): Promise<Driver> {
  const { browser, close } = await launch({
    args: [
      '--disable-quic',
      '--ignore-certificate-errors',
      `--proxy-server=http://127.0.0.1:${proxyPort}`,
      '--autoplay-policy=no-user-gesture-required',
    ],
    backForwardCache: true,
  })
  return driverOf('chromium', browser, close)
}

/** Debian's Firefox ESR. `undefined`: not installed. */
export async function firefoxDriver(proxyPort: number): Promise<Driver | undefined> {
  const executablePath = process.env.FIREFOX || FIREFOX
  if (!existsSync(executablePath)) return undefined
  const browser = await firefox.launch({
    executablePath,
    channel: 'moz-firefox',
    // Playwright's own option `proxy` is ignored on this channel.
    firefoxUserPrefs: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxyPort,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxyPort,
      'browser.sessionhistory.max_total_viewers': 4,
      'network.http.speculative-parallel-limit': 6,
    },
  })
  return driverOf('firefox', browser, () => browser.close())
}

async function driverOf(engine: Engine, browser: Browser, close: () => Promise<void>): Promise<Driver> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-IE' })
  return {
    engine,
    version: browser.version(),
    async newTab() {
      const page = await context.newPage()
      page.on('dialog', (dialog) => dialog.dismiss().catch(() => {})) // it may be gone with its page
      return {
        open: async (url) => void (await page.goto(url, { waitUntil: 'load', timeout: 20_000 })),
        evaluate: (body) =>
          soonEnough(
            page.evaluate(
              // Chromium's pages under Trusted Types are not measured here, so text may become a function.
              (text) => new Function(`return (async () => { ${text} })()`)(),
              body,
            ),
            HUNG,
            '[bench] evaluate: expected an answer within a minute, got none.',
          ),
        close: () => page.close(),
      }
    },
    close,
  }
}
