import { join } from 'node:path'
import { chromiumPath } from '@latchkey/testkit/browser'
import { chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'

/** A page with the guard's code in it, and nothing standing yet. */
export interface GuardPage {
  readonly page: Page
  readonly version: string
  /** Loads the page anew: a fresh realm, with code that the engine has not seen. */
  renew(): Promise<void>
  close(): Promise<void>
}

/** What {@link GuardPage.renew} puts into the page. */
export type WithGuard = typeof globalThis & {
  /** Lets the guard stand; the answer lets it leave. */
  stand(): () => void
}

const ENTRY = `
import { createStore } from '@latchkey/core'
import { guard } from '@latchkey/browser'
const store = createStore({ version: '1', purposes: [{ id: 'marketing' }] })
const listings = [{ hosts: ['connect.facebook.net', 'www.facebook.com', '*.clarity.ms', '*.tracker.example'], needs: 'marketing' }]
globalThis.stand = () => guard({ listings })(store)
`

/** Engines tell the time to 5 µs only to pages that nobody else can look into. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

/** Opens such a page in Chromium. */
export async function openGuardPage(): Promise<GuardPage> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: join(import.meta.dirname, '../../embed'), loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    conditions: ['latchkey-source', 'browser', 'import'],
  })
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  const page = await browser.newPage()
  await page.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', headers: ISOLATED, body: '<!doctype html><body>' }),
  )
  let times = 0
  return {
    page,
    version: browser.version(),
    async renew() {
      await page.goto('https://shop.example/')
      // With the build's hint to compile it all as it comes in. Another text each time: none is in the cache of compiled code.
      const content = `//# allFunctionsCalledOnLoad\n/*${++times}*/${outputFiles[0]?.text}`
      await page.addScriptTag({ content })
    },
    close: () => browser.close(),
  }
}
