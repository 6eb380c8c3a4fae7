import type { ShopOptions } from '@latchkey/example-storefront'
import { settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

interface Mistake {
  readonly code: string
  readonly options: Omit<ShopOptions, 'ledger'>
  /** Hosts that must stay unasked even after everything was granted. */
  readonly silent: readonly RegExp[]
  /** What the sentence has to say besides its code. */
  readonly says: RegExp
}

const foot = (markup: string) => ({ foot: markup })

const mistakes: Readonly<Record<string, Mistake>> = {
  'data-controller missing': {
    code: 'C101',
    options: { tag: { controller: null } },
    silent: [/./],
    says: /data-controller/,
  },
  'an unknown service': {
    code: 'C102',
    options: { tag: { analytics: 'ga5:G-LINDEN0AK1' } },
    silent: [/google/],
    says: /"ga5".*"ga4"/,
  },
  'a malformed id': {
    code: 'C103',
    options: { tag: { analytics: 'ga4:UA-12345-1' } },
    silent: [/google/],
    says: /UA-12345-1/,
  },
  'an unknown setting': {
    code: 'C104',
    options: { tag: { analitics: 'ga4:G-LINDEN0AK1', analytics: null } },
    silent: [/google/],
    says: /analitics/,
  },
  'JSON that cannot be read': {
    code: 'C105',
    options: { config: '{"controller": "X", }' },
    silent: [/evil/],
    says: /JSON/,
  },
  'a setting said twice': {
    code: 'C106',
    options: { config: { controller: 'Somebody Else' } },
    silent: [/evil/],
    says: /controller/,
  },
  'a value of the wrong kind': {
    code: 'C107',
    options: { config: { controller: 7 } },
    silent: [/evil/],
    says: /controller/,
  },
  'no purpose at all': {
    code: 'C111',
    options: { tag: { analytics: null, marketing: null, chat: null, video: null } },
    silent: [/./],
    says: /purpose/,
  },
  'data-privacy missing': {
    code: 'C113',
    options: { tag: { privacy: null } },
    silent: [/evil/],
    says: /data-privacy/,
  },
  'data-records missing': {
    code: 'C301',
    options: { tag: { records: null } },
    silent: [/evil/],
    says: /data-records/,
  },
  'a Google tag left in the page': {
    code: 'C110',
    options: {
      head: `<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('js',new Date());gtag('config','G-LINDEN0AK1')</script>`,
    },
    silent: [/google/],
    says: /Google tag/,
  },
  'an unknown purpose on markup': {
    code: 'C201',
    options: foot(
      `<iframe title="x" data-purpose="analitics" data-src="https://www.youtube.com/embed/x"></iframe>`,
    ),
    silent: [/youtube/],
    says: /analitics/,
  },
  'markup that nobody vouched for': {
    code: 'C202',
    options: foot(
      `<script type="text/plain" data-purpose="analytics" src="https://evil.example/x.js"></script>`,
    ),
    silent: [/evil/],
    says: /https:\/\/evil\.example/,
  },
  'an address that is never carried over': {
    code: 'C203',
    options: foot(`<iframe title="x" data-purpose="analytics" data-src="javascript:parent.evil=1"></iframe>`),
    silent: [/evil/],
    says: /javascript:/,
  },
}

for (const [what, { code, options, silent, says }] of Object.entries(mistakes)) {
  test(`${what}: one sentence with ${code}, one event, and nothing loads for it`, async ({
    page,
    shop,
    banner,
    vendors,
    seen,
  }) => {
    shop.serve(options)
    await page.goto('/')
    await settle(page)
    if (await banner.root.isVisible()) await banner.accept()
    await settle(page)
    await expect.poll(() => seen.problems.map((problem) => problem.code)).toContain(code)
    await expect.poll(() => seen.console.filter((line) => line.includes(`(${code})`))).toHaveLength(1)
    expect(seen.console.find((line) => line.includes(`(${code})`))).toMatch(says)
    expect(seen.problems.filter((problem) => problem.code === code)).toHaveLength(1)
    expect(vendors.hosts().filter((host) => silent.some((pattern) => pattern.test(host)))).toEqual([])
    expect(seen.errors).toEqual([])
    expect(await page.evaluate(() => 'evil' in globalThis)).toBe(false)
  })
}

test('a shop that is set up right hears nothing', async ({ page, banner, seen }) => {
  await page.goto('/')
  await banner.accept()
  await settle(page)
  expect(seen.problems).toEqual([])
  expect(seen.console).toEqual([])
  expect(seen.errors).toEqual([])
})

test('a second copy on the page does nothing and says so (C108)', async ({ page, banner, seen, ledger }) => {
  await page.goto('/')
  await banner.see()
  // Once the first is there: of two `async` scripts in the page either may come first.
  await page.evaluate(() => {
    const copy = document.createElement('script')
    Object.assign(copy.dataset, { controller: 'Copy', analytics: 'ga4:G-COPY0COPY' })
    copy.src = '/assets/latchkey.js?again'
    document.head.append(copy)
  })
  await expect.poll(() => seen.problems.map(({ code }) => code)).toContain('C108')
  await expect(page.locator('#latchkey')).toHaveCount(1)
  await banner.reject()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toHaveLength(1)
})
