// How long a press on our surfaces keeps the page from painting, in Chromium on a quarter of the CPU.
//   npm run bench
import { bannerOf, cardOf, preferencesOf, tileOf } from '@latchkey/testkit'
import { launch, ledgerUnderTest, SHOP, shopUnderTest, startVendorNetwork } from '@latchkey/testkit/browser'
import type { Locator, Page } from '@playwright/test'

const ROUNDS = 9
const SLOWDOWN = 4
const LIMIT = 100

/** What is pressed, after the way there; each on a page of its own, in a browser that has seen nothing. */
const presses: Readonly<Record<string, (page: Page) => Promise<Locator>>> = {
  'beside all of ours: a headline': async (page) => page.locator('h1').first(),
  'banner: reject all': async (page) => bannerOf(page).action('reject'),
  'banner: accept all': async (page) => bannerOf(page).action('accept'),
  'banner: save my choices': async (page) => bannerOf(page).action('save'),
  'banner: open the preferences': async (page) => bannerOf(page).action('settings'),
  'preferences: reject all': async (page) => {
    await bannerOf(page).settings()
    return preferencesOf(page).action('reject')
  },
  'preferences: accept all': async (page) => {
    await bannerOf(page).settings()
    return preferencesOf(page).action('accept')
  },
  'card: start chat': async (page) => {
    await bannerOf(page).reject()
    await cardOf(page).open()
    return cardOf(page).action('accept')
  },
  'tile: always play': async (page) => {
    await bannerOf(page).reject()
    return tileOf(page).action('accept')
  },
}

const network = await startVendorNetwork({ answer: () => ({ status: 204, headers: {}, body: '' }) })
const ledger = await ledgerUnderTest(SHOP)
shopUnderTest(network, ledger)
const { browser, close } = await launch({ args: network.chromiumArgs })
try {
  console.log(
    `\nFrom a press to the next paint, Chromium ${browser.version()}, CPU slowed down ${SLOWDOWN} times\n`,
  )
  console.log(
    `${''.padEnd(32)}${'median'.padStart(10)}${'longest'.padStart(10)}   of ${ROUNDS}; the budget is ${LIMIT} ms`,
  )
  for (const [name, wayTo] of Object.entries(presses)) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) times.push(await measure(wayTo))
    times.sort((one, other) => one - other)
    console.log(`${name.padEnd(32)}${ms(times[ROUNDS >> 1])}${ms(times.at(-1))}`)
  }
} finally {
  await close()
  await ledger.close()
  await network.close()
}

/** As the browser tells it (Event Timing): from the press to the frame that shows what it changed, in steps of 8 ms. */
async function measure(wayTo: (page: Page) => Promise<Locator>): Promise<number> {
  const context = await browser.newContext({ baseURL: SHOP, ignoreHTTPSErrors: true, locale: 'en-IE' })
  try {
    const page = await context.newPage()
    await page.goto('/furniture/halden')
    const target = await wayTo(page)
    await target.scrollIntoViewIfNeeded()
    await page.waitForLoadState('networkidle')
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.evaluate(rest)
    const painted = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const click = list.getEntries().find(({ name }) => name === 'click')
            if (click) resolve(click.duration)
          }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
        }),
    )
    await target.click({ delay: 150 }) // as long as a finger stays
    return await Promise.race([painted, page.waitForTimeout(3000).then(() => 16)])
  } finally {
    await context.close()
  }
}

/** What comes with the page has come, as it has before anybody has read a question. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    requestIdleCallback(() => setTimeout(resolve, 1000))
  })
}

function ms(value = Number.NaN): string {
  return `${value.toFixed(0)} ms`.padStart(10)
}
