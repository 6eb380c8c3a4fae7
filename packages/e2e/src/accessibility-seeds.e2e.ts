import { announcements, lintAccessibility } from '@latchkey/testkit/accessibility'
import { settle, test } from '@latchkey/testkit/browser'
import { expect, type JSHandle, type Page } from '@playwright/test'
import { deciding, onBanner, onPreferences, type Seed } from './accessibility/seeds.ts'
import { rare } from './variants.ts'

const DESK = { width: 1280, height: 800 }

/** Spoils the page; answers with what mends it. */
function spoil(page: Page, { spoil: work }: Seed): Promise<JSHandle<() => void>> {
  return page.evaluateHandle(`(${work})(document.querySelector('#latchkey').shadowRoot)`)
}

/** The rules that something was found under, of this one and in this window alone. */
async function rulesFound(page: Page, { rule, window = DESK }: Seed): Promise<readonly string[]> {
  return (await lintAccessibility(page, { rules: [rule], windows: [window] })).map((found) => found.rule)
}

function firstOfEach(seeds: readonly Seed[]): readonly Seed[] {
  return seeds.filter(({ rule }, i) => seeds.findIndex((seed) => seed.rule === rule) === i)
}

function allButTheFirst(seeds: readonly Seed[]): readonly Seed[] {
  const first = firstOfEach(seeds)
  return seeds.filter((seed) => !first.includes(seed))
}

/** Each defect is caught, one after the other on one page; then nothing is found again. */
async function catchEach(page: Page, seeds: readonly Seed[]): Promise<void> {
  for (const seed of seeds)
    await test.step(`${seed.rule}: ${seed.what}`, async () => {
      await page.setViewportSize(seed.window ?? DESK)
      await settle(page)
      const mend = await spoil(page, seed)
      expect.soft(await rulesFound(page, seed), `${seed.rule}: ${seed.what}`).toContain(seed.rule)
      await mend.evaluate((run) => run())
    })
}

for (const { which, of, isRare } of [
  { which: 'a defect under each rule', of: firstOfEach, isRare: false },
  { which: 'every other defect', of: allButTheFirst, isRare: true },
]) {
  test(
    `the check catches ${which} of a banner, and finds nothing without one (AX-1…AX-12)`,
    rare(isRare),
    async ({ page, banner }) => {
      test.slow()
      await page.goto('/')
      await banner.see()
      expect(await lintAccessibility(page)).toEqual([])
      await catchEach(page, of(onBanner))
      await page.setViewportSize(DESK)
      await page.mouse.move(0, 0)
      // Where the keys of the last check have led.
      await page.evaluate(`document.querySelector('#latchkey').shadowRoot.activeElement?.blur()`)
      expect(await lintAccessibility(page)).toEqual([])
    },
  )

  test(
    `the check catches ${which} of the preferences, and finds nothing without one (AX-1…AX-10)`,
    rare(isRare),
    async ({ page, banner, preferences }) => {
      test.slow()
      await page.goto('/')
      await banner.settings()
      await preferences.see()
      expect(await lintAccessibility(page)).toEqual([])
      await catchEach(page, of(onPreferences))
    },
  )
}

test('the check catches keys and clocks that decide, and a way back that moves (AX-3, AX-12)', async ({
  page,
  shop,
  banner,
}) => {
  for (const seed of deciding) {
    await page.context().clearCookies()
    await page.goto('/')
    await banner.see()
    await spoil(page, seed)
    expect.soft(await rulesFound(page, seed), seed.what).toContain(seed.rule)
  }
  await page.context().clearCookies()
  shop.serve({
    foot: `<script nonce="{nonce}">
      setTimeout(() => document.querySelector('#latchkey').shadowRoot.querySelector('[data-latchkey-action=reject]').click(), 60000)
      addEventListener('DOMContentLoaded', () => {
        if (location.pathname === '/help') document.querySelector('a[href="#privacy-choices"]').remove()
      })
    </script>`,
  })
  await page.goto('/')
  await banner.see()
  const found = await lintAccessibility(page, { rules: ['AX-12'], windows: [DESK], pages: ['/help'] })
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('the privacy control is on the banner alone on /help'),
    'banner: does not wait for its answer',
  ])
})

test('«Saved.» is heard after the banner and after the panel; a region that comes with its words is not (AX-11)', async ({
  page,
  banner,
  preferences,
}) => {
  await page.goto('/')
  await banner.see()
  expect(await announcements(page, () => banner.reject())).toEqual([{ text: 'Saved.', heard: true }])
  await page.goto('/')
  await preferences.open()
  expect(await announcements(page, () => preferences.reject())).toEqual([{ text: 'Saved.', heard: true }])
  await page.goto('/')
  await preferences.open()
  const hidden = onBanner.find(({ what }) => what.startsWith('a live region that is not'))
  if (hidden) await spoil(page, hidden)
  expect(await announcements(page, () => preferences.reject())).toEqual([{ text: 'Saved.', heard: false }])
})
