import { test } from '@latchkey/testkit/browser'
import { languages } from '@latchkey/ui/texts'
import { expect } from '@playwright/test'
import { BARE, serveBare } from './bare-page.ts'
import { runAutoconsent } from './clients/autoconsent.ts'
import { rare } from './variants.ts'

/** Where autoconsent 16.23.0 takes our words for a consent question, and finds the button that refuses. */
const KNOWN = ['en', 'de', 'fr', 'nl']

for (const tag of ['en', ...Object.keys(languages)]) {
  const presses = KNOWN.includes(tag) ? 'the refusal' : 'nothing'
  test(
    `were the banner in the page itself, autoconsent without a rule would press ${presses} in ${tag}`,
    rare(true),
    async ({ page, context, shop, network, banner }) => {
      shop.serve({ tag: { lang: tag, region: 'DE' } })
      await page.goto('/')
      await banner.see()
      const html = await banner.root.evaluate((one) => one.outerHTML)
      serveBare(network, { body: html.replace('<section', '<section style="position:fixed;bottom:0"') })

      const copy = await context.newPage()
      // The boldest there is: it would press an «accept» too, if it saw nothing else.
      const client = await runAutoconsent(copy, { rules: [], heuristicMode: 'tier2' })
      await copy.addInitScript(() => {
        const pressed: unknown[] = []
        Object.assign(globalThis, { pressed })
        addEventListener('click', ({ target }) =>
          pressed.push((target as HTMLElement).dataset.latchkeyAction),
        )
      })
      await copy.goto(BARE)
      // It looks for words every second time, and again only when the page has changed.
      await expect
        .poll(async () => {
          await copy.evaluate(() => document.body.append(''))
          const state = client.told('report').at(-1)?.state
          return state?.lifecycle === 'done' || (state?.findCmpAttempts ?? 0) > 2
        })
        .toBe(true)
      expect(await copy.evaluate('pressed')).toEqual(KNOWN.includes(tag) ? ['reject'] : [])
    },
  )
}
