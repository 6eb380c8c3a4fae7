import { existsSync } from 'node:fs'
import type { Problems } from '../proof.ts'

export interface OpenInBrowserOptions {
  readonly addresses: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly problems: Problems
}

const CONTROL = -1

/** Opens pages in Chromium and looks whether a payload ran. Says what it did. */
export async function openInBrowser({ addresses, headers, problems }: OpenInBrowserOptions): Promise<string> {
  if (!existsSync(process.env.CHROMIUM || '/usr/bin/chromium')) return 'no Chromium here'
  // Loaded here only: most proofs need no browser, and it takes a second.
  const { launch } = await import('@latchkey/testkit/browser')
  const { browser, close } = await launch({ args: [] })
  try {
    const context = await browser.newContext({
      extraHTTPHeaders: { authorization: headers.authorization ?? '' },
    })
    const page = await context.newPage()
    let seen = 0
    const say = (how: string) => problems.add(`In the browser ${how} at ${new URL(page.url()).pathname}.`)
    await page.exposeFunction('ran', (number: number) => {
      if (number === CONTROL) seen += 1
      else say(`payload ${number} ran`)
    })
    page.on('dialog', async (dialog) => {
      say('a dialog opened')
      await dialog.dismiss()
    })
    for (const address of addresses) {
      await page.goto(address)
      await page.waitForTimeout(50)
    }
    // Were a payload to run, this is how it would be seen.
    await page.evaluate(`window.ran(${CONTROL})`)
    if (seen !== 1) problems.add('In the browser nothing would have been seen.')
    return `Chromium, ${addresses.length} pages`
  } finally {
    await close()
  }
}
