import { readFileSync } from 'node:fs'
import { settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

async function decided(page: Page, banner: { reject(): Promise<void> }): Promise<void> {
  await page.goto('/')
  await banner.reject()
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { $latchkey } = globalThis as unknown as {
          $latchkey: { history(): Promise<readonly { proof?: object }[]> }
        }
        return (await $latchkey.history()).map(({ proof }) => !!proof)
      }),
    )
    .toEqual([true, true])
}

const status = (page: Page) => page.locator('#latchkey [data-latchkey-action="check"] ~ [aria-live]')

async function check(page: Page, name: string, text: string): Promise<void> {
  const chosen = page.waitForEvent('filechooser')
  await page.locator('#latchkey [data-latchkey-action="check"]').click()
  await (await chosen).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
}

test('a receipt is completed at idle, downloaded from the panel, and checked there (RE-7)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  await decided(page, banner)
  expect(ledger.requests.filter(({ path }) => path === '/v1/subject')).toHaveLength(1)
  await preferences.open()
  const downloaded = page.waitForEvent('download')
  await page.locator('#latchkey [data-latchkey-action="download"]').click()
  const text = readFileSync(await (await downloaded).path(), 'utf8')
  const file = JSON.parse(text)
  expect(file).toMatchObject({ latchkey: 'receipts', v: 1 })
  expect(file.receipts.map(({ record }: { record: string }) => JSON.parse(record).event)).toEqual([
    'decided',
    'shown',
  ])
  const post = ledger.requests.find(({ method }) => method === 'POST')
  expect(text, 'the secret stays on the device').not.toContain(JSON.parse(post?.body ?? '').secret)

  await check(page, 'privacy-receipts.json', text)
  await expect(status(page)).toHaveText(/^Genuine: 2 of 2 proven, signed by \S+\.$/)
  await check(
    page,
    'turned.json',
    text.replace('\\"analytics\\":\\"denied\\"', '\\"analytics\\":\\"granted\\"'),
  )
  await expect(status(page)).toHaveText('Not genuine: 1 of 2 do not hold.')
  await check(page, 'spaces.json', text.replace('\n', '\n '))
  await expect(status(page)).toHaveText('Not a file of receipts, or changed.')
  await check(page, 'photo.jpg', '\u0000\u0001')
  await expect(status(page)).toHaveText('Not a file of receipts, or changed.')
})

test('a ledger that cannot be asked again costs no receipt, and the next page asks once more', async ({
  page,
  banner,
  ledger,
}) => {
  const asked = () => ledger.requests.filter(({ path }) => path === '/v1/subject').length
  await page.route('**/v1/subject', (route) => route.abort())
  await page.goto('/')
  await banner.reject()
  await expect.poll(async () => (await ledger.records()).length).toBe(2)
  await settle(page)
  expect(asked()).toBe(0)
  await page.unroute('**/v1/subject')
  await page.goto('/help')
  await expect.poll(asked).toBe(1)
})
