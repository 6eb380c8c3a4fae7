import { expectNothingBeforeGrant } from '@latchkey/testkit/browser'
import {
  autoconsentRule,
  type ConsentOMaticAction,
  type ConsentOMaticRules,
  consentOMaticRules,
} from '@latchkey/testkit/clients'
import { languages } from '@latchkey/ui/texts'
import { expect } from '@playwright/test'
import { type Client, runAutoconsent } from './clients/autoconsent.ts'
import { operate } from './clients/consent-o-matic.ts'
import { type Extended, launchWithAutoconsent } from './clients/extension.ts'
import { decisions, expectRefusal, test } from './clients/refusal.ts'
import { rare } from './variants.ts'

/** autoconsent has done its work, and its own look at the page agrees. */
async function expectDone(client: Client): Promise<void> {
  await expect.poll(() => client.told('autoconsentDone')).toMatchObject([{ cmp: 'latchkey' }])
  await client.selfTest()
  expect(client.told('selfTestResult')).toMatchObject([{ result: true }])
}

const extended = test.extend<{ readonly extension: Extended; readonly ours: boolean }>({
  ours: [false, { option: true }],
  extension: async ({ network, ours }, use) => {
    const extension = await launchWithAutoconsent(network, ours ? autoconsentRule : undefined)
    await use(extension)
    await extension.close()
  },
  context: async ({ extension }, use) => use(extension.context),
})

extended.describe('with our rule among its own', () => {
  extended.use({ ours: true })

  extended(
    'the extension autoconsent finds the question, refuses, and sees that it took (PR-30)',
    async ({ page, extension, visit }) => {
      await page.goto('/')
      await expect
        .poll(() => extension.report())
        .toMatchObject({
          lifecycle: 'done',
          detectedCmps: ['latchkey'],
          detectedPopups: ['latchkey'],
          clicks: 1,
          selfTest: true,
        })
      await expectRefusal(visit)
    },
  )
})

extended(
  'the extension autoconsent without our rule sees no question and presses nothing',
  async ({ page, extension, banner, ledger, vendors }) => {
    await page.goto('/')
    await banner.see()
    // It looks for buttons by their words every second time, and again only when the page has changed.
    await expect
      .poll(async () => {
        await page.evaluate(() => document.body.append(''))
        return (await extension.report())?.findCmpAttempts
      })
      .toBeGreaterThan(4)
    expect(await extension.report()).toMatchObject({ detectedCmps: [], clicks: 0 })
    await banner.see()
    expect(await decisions(ledger)).toEqual([])
    await expectNothingBeforeGrant(page, { vendors })
  },
)

/** Right to left; and what everybody gets whose language we do not have. */
const TELLING = ['ar', 'en']

for (const tag of ['en', ...Object.keys(languages)]) {
  test(
    `autoconsent refuses by our rule on a page in ${tag} (PR-30)`,
    rare(!TELLING.includes(tag)),
    async ({ page, shop, visit }) => {
      shop.serve({ tag: { lang: tag, region: 'DE' } })
      const client = await runAutoconsent(page)
      await page.goto('/')
      await expectDone(client)
      await expect(page.locator('#latchkey .root')).toHaveAttribute('lang', tag)
      await expectRefusal(visit)
    },
  )
}

test('a client that is told to accept gets a refusal, and nothing loads (PR-31)', async ({ page, visit }) => {
  const client = await runAutoconsent(page, { action: 'optIn' })
  await page.goto('/')
  await expect.poll(() => client.told('optInResult')).toMatchObject([{ cmp: 'latchkey', result: true }])
  await expectRefusal(visit)
})

test('a client leaves the panel alone that a shopper opens after the answer', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  await page.goto('/')
  await banner.reject()
  await banner.seeNone()
  await page.clock.install()
  const client = await runAutoconsent(page)
  await page.goto('/furniture')
  await preferences.open()
  await expect.poll(() => client.told('cmpDetected')).toMatchObject([{ cmp: 'latchkey' }])
  await expect
    .poll(async () => {
      await page.clock.runFor(1000)
      return client.log
    })
    .toContain('no popup found')
  expect(client.told('popupFound')).toEqual([])
  await preferences.see()
  expect(await decisions(ledger)).toMatchObject([{ trusted: true }])
})

test('a banner that hears a person’s presses alone is found out', async ({ page, visit }) => {
  await page.addInitScript(() => {
    const deaf = (event: Event) => {
      const { id } = event.target as Element // a click’s
      if (id === 'latchkey' && !event.isTrusted) event.stopImmediatePropagation()
    }
    addEventListener('click', deaf, true)
  })
  const client = await runAutoconsent(page)
  await page.goto('/')
  await expect(expectDone(client)).rejects.toThrow(/"result": (true|false)/)
  await visit.banner.see()
  expect(await decisions(visit.ledger)).toEqual([])
})

test('Consent-O-Matic’s way with our rule ends in a refusal (PR-30)', async ({ page, visit }) => {
  await page.goto('/')
  expect(await page.evaluate(operate, consentOMaticRules)).toEqual({ found: 'latchkey', clicks: 1 })
  await expectRefusal(visit)
  await page.goto('/furniture')
  expect(await page.evaluate(operate, consentOMaticRules)).toEqual({ found: null, clicks: 0 })
  expect(await decisions(visit.ledger)).toHaveLength(1)
})

test('a client that moves a switch and saves gets a refusal (PR-31)', rare(true), async ({ page, visit }) => {
  const { latchkey } = consentOMaticRules
  const press = (selector: string): ConsentOMaticAction => ({
    type: 'click',
    parent: { selector: '#latchkey' },
    target: { selector },
  })
  const actions = ['[data-latchkey-purpose="analytics"]', '[data-latchkey-action="save"]'].map(press)
  await page.goto('/')
  expect(
    await page.evaluate(operate, {
      mover: {
        detectors: latchkey?.detectors ?? [],
        methods: [{ name: 'DO_CONSENT' as const, action: { type: 'list' as const, actions } }],
      },
    }),
  ).toEqual({ found: 'mover', clicks: 2 })
  await expectRefusal(visit)
})

test('a rule that looks for the wrong button is found out', rare(true), async ({ page, visit }) => {
  await page.goto('/')
  const wrong = JSON.parse(JSON.stringify(consentOMaticRules).replace('action=\\"reject', 'action=\\"refuse'))
  expect(await page.evaluate(operate, wrong as ConsentOMaticRules)).toEqual({ found: 'latchkey', clicks: 0 })
  await visit.banner.see()
  expect(await decisions(visit.ledger)).toEqual([])
})
