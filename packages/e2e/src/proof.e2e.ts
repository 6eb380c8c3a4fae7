import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Banner } from '@latchkey/testkit'
import { type LedgerUnderTest, settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'
import { rare } from './variants.ts'
import { verify } from './verify.ts'

const decided = async (ledger: LedgerUnderTest) =>
  (await ledger.records()).filter(({ event }) => event === 'decided')

/** Refuses on the first page; answers with the one decision that comes of it. */
async function refused(page: Page, banner: Banner, ledger: LedgerUnderTest) {
  await page.goto('/')
  await banner.reject()
  await expect.poll(() => decided(ledger)).toHaveLength(1)
  return (await decided(ledger))[0]
}

/** The shopper's secret, as the browser sent it. */
function secretOf(ledger: LedgerUnderTest): string {
  const post = ledger.requests.find(({ method, path }) => method === 'POST' && path === '/v1/records')
  return JSON.parse(post?.body ?? '{}').secret
}

test('one decision is one record, chained to the one before, and the export verifies (D7, E1)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  await page.goto('/')
  await banner.reject()
  await expect.poll(() => decided(ledger)).toHaveLength(1)
  await page.goto('/furniture')
  await preferences.open()
  await preferences.accept()
  await expect.poll(() => decided(ledger)).toHaveLength(2)
  await page.goto('/help')
  await settle(page)
  const records = await ledger.records()
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  expect(records.map(({ n }) => n)).toEqual(records.map((_, index) => index))
  expect(new Set(records.map(({ subject }) => subject))).toEqual(
    new Set([createHash('sha256').update(secretOf(ledger)).digest('hex')]),
  )
  expect(verify(await ledger.exportFile())).toMatchObject({ exit: 0 })
})

test('a record names no person, address or device (G2, RE-2, D12)', async ({ page, banner, ledger }) => {
  await page.goto('/furniture?room=seating')
  await banner.reject()
  await expect.poll(() => decided(ledger)).toHaveLength(1)
  const text = JSON.stringify(await ledger.records())
  for (const personal of [/\d+\.\d+\.\d+\.\d+/, /Mozilla|Chrome|HeadlessChrome/, /https?:/, /furniture/])
    expect(text).not.toMatch(personal)
  expect(text).not.toContain(secretOf(ledger))
})

/** Runs in the same task as the press, after our own listener. */
function onPress(
  action: string,
  then: 'navigate' | 'close',
): [(arg: { action: string; then: string }) => void, { action: string; then: string }] {
  return [
    (arg) => {
      document.addEventListener('click', (event) => {
        const pressed = event
          .composedPath()
          .some((node) => node instanceof HTMLElement && node.dataset.latchkeyAction === arg.action)
        if (!pressed) return
        if (arg.then === 'close') window.close()
        else location.href = '/help'
      })
    },
    { action, then },
  ]
}

test('a page that is left in the press’s own task loses no decision (D2, D3)', async ({
  page,
  ledger,
  banner,
}) => {
  await page.addInitScript(...onPress('reject', 'navigate'))
  await page.goto('/')
  await banner.reject()
  await page.waitForURL('**/help')
  await expect.poll(() => decided(ledger)).toHaveLength(1)
  await settle(page)
  expect(await decided(ledger)).toMatchObject([
    { choices: { analytics: 'denied', marketing: 'denied' }, via: 'banner' },
  ])
  await banner.seeNone()
})

test('a tab that is closed in the press’s own task loses no decision (D2, D3)', async ({
  page,
  context,
  ledger,
  shop,
}) => {
  await context.addInitScript(...onPress('accept', 'close'))
  await page.goto('/help')
  const opened = context.waitForEvent('page')
  // In a group of its own: closing it must not hold up the page that opened it.
  await page.evaluate((url) => void window.open(url, '', 'noopener'), `${shop.origin}/furniture`)
  const tab: Page = await opened
  const closed = tab.waitForEvent('close')
  await tab
    .locator('#latchkey [data-latchkey-action="accept"]')
    .click({ noWaitAfter: true })
    .catch(() => {}) // the page is gone before the click is reported
  await closed
  // Whatever had no time to be sent is sent by the next page.
  await page.goto('/')
  await expect.poll(() => decided(ledger)).toHaveLength(1)
  await settle(page)
  expect(await decided(ledger)).toMatchObject([{ choices: { analytics: 'granted', marketing: 'granted' } }])
})

for (const outage of [503, 'refused', 'mute'] as const) {
  const what = `while the ledger is down (${outage}) decisions wait, and arrive once it is back, each once (D1, D6, D7)`
  test(what, rare(outage === 'refused'), async ({ page, banner, preferences, ledger }) => {
    await page.clock.install()
    ledger.goDown(outage)
    await page.goto('/')
    await banner.reject()
    await banner.seeNone()
    await expect.poll(() => ledger.requests.length).toBeGreaterThan(0)
    await page.goto('/furniture')
    await preferences.open()
    await preferences.accept()
    await settle(page)
    if (outage !== 'mute') expect(await decided(ledger)).toEqual([])
    ledger.comeBack()
    await page.goto('/help')
    await page.clock.runFor(120_000)
    await expect.poll(() => decided(ledger)).toHaveLength(2)
    await page.goto('/')
    await page.clock.runFor(120_000)
    await settle(page)
    expect((await decided(ledger)).map(({ choices }) => choices.analytics)).toEqual(['denied', 'granted'])
    expect(verify(await ledger.exportFile())).toMatchObject({ exit: 0 })
  })
}

test('one changed byte is found and its entry named (E1, E5)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  await page.goto('/')
  await banner.reject()
  await preferences.open()
  await preferences.accept()
  await expect.poll(() => decided(ledger)).toHaveLength(2)
  const file = await ledger.exportFile()
  expect(verify(file)).toMatchObject({ exit: 0 })
  const bytes = readFileSync(file)
  const lines = bytes.toString().trimEnd().split('\n')
  let start = 0
  for (const [index, line] of lines.entries()) {
    const length = Buffer.byteLength(line)
    const entry = JSON.parse(line)
    const changed = Buffer.from(bytes)
    const place = start + Math.floor(length / 2)
    changed[place] = (changed[place] ?? 0) ^ 1
    writeFileSync(file, changed)
    const { exit, said } = verify(file)
    expect(exit, `line ${index + 1}, byte ${place}`).toBe(1)
    if (entry.kind === 'record')
      expect(said).toMatch(new RegExp(`\\b(entry|seq|line)\\D{0,3}(${entry.seq}|${index + 1})\\b`))
    start += length + 1
  }
})

test('erasing a subject removes what can be read and leaves the log whole (G3, E4)', async ({
  page,
  banner,
  ledger,
  shop,
}) => {
  const record = await refused(page, banner, ledger)
  const response = await ledger.fetch(
    new Request(`${shop.origin}/latchkey/v1/subject`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${secretOf(ledger)}` },
    }),
  )
  expect(response.ok).toBe(true)
  const text = await ledger.export()
  expect(text).not.toContain(record?.id ?? 'no record')
  expect(text).not.toContain(record?.subject ?? 'no record')
  expect(await ledger.records()).toEqual([])
  expect(verify(await ledger.exportFile())).toMatchObject({ exit: 0 })
})

test('the shopper’s own history and receipts agree with the ledger (RE-7)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  const record = await refused(page, banner, ledger)
  const receipt = () =>
    page.evaluate(
      async (id) =>
        (globalThis as unknown as { $latchkey: { receipt(id: string): Promise<unknown> } }).$latchkey.receipt(
          id,
        ),
      record?.id ?? '',
    )
  await expect.poll(receipt).toMatchObject({
    record: record?.id,
    seq: expect.any(Number),
    checkpoint: expect.stringContaining('latchkey'),
  })
  await preferences.open()
  await expect(preferences.root).toContainText(/No to/)
})

test('the panel gets a copy from the ledger, has it erased, and begins anew (G3, D12)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  const first = await refused(page, banner, ledger)
  await preferences.open()
  const download = page.waitForEvent('download')
  await preferences.action('copy').click()
  const copy = JSON.parse(readFileSync(await (await download).path(), 'utf8'))
  expect(copy.records.map(({ record }: { record: string }) => JSON.parse(record).id)).toContain(first?.id)
  await preferences.root.getByText('Delete my records').first().click()
  await expect(preferences.root).toContainText('Delete your records at')
  await preferences.action('erase').click()
  await expect(preferences.root).toContainText('Deleted.')
  await expect(preferences.root).toContainText('Nothing decided yet.')
  await expect.poll(() => decided(ledger)).toEqual([])
  expect(verify(await ledger.exportFile())).toMatchObject({ exit: 0 })
  // The choices stay; the next one is about somebody new.
  await preferences.accept()
  await expect.poll(() => decided(ledger)).toMatchObject([{ choices: { analytics: 'granted' } }])
  expect((await decided(ledger))[0]?.subject).not.toBe(first?.subject)
})

test('a refusal is set again by the shop’s own server, so that Safari does not forget it after seven days; a grant is not (BR-2, BR-3)', async ({
  page,
  banner,
  preferences,
}) => {
  const kept = page.waitForResponse('**/latchkey/v1/cookie')
  await page.goto('/')
  await banner.reject()
  const response = await kept
  const [cookie] = await page.context().cookies()
  expect(response.status()).toBe(204)
  const header = await response.headerValue('set-cookie')
  expect(header).toContain(`latchkey=${cookie?.value};`)
  expect(header).toMatch(/Path=\/; Max-Age=158\d{5}; SameSite=Lax; Secure/)
  expect(cookie?.httpOnly).toBe(false)
  const asked: string[] = []
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname))
  await preferences.open()
  await preferences.accept()
  await settle(page)
  expect(asked).not.toContain('/latchkey/v1/cookie')
  const [granted] = await page.context().cookies('https://shop.linden-oak.example')
  expect(granted?.value).toContain('granted')
})

test('the words that were shown can be found by the digest in the record (RE-4, LR-19)', async ({
  page,
  banner,
  ledger,
}) => {
  await page.goto('/')
  const heading = (await banner.root.locator('h2').textContent()) ?? ''
  await banner.reject()
  await expect.poll(() => decided(ledger)).toHaveLength(1)
  const [record] = await decided(ledger)
  const document = (await ledger.notices()).get(record?.notice ?? '') ?? ''
  expect(createHash('sha256').update(document).digest('hex')).toBe(record?.notice)
  expect(document).toContain(heading)
  for (const label of ['Reject all', 'Accept all', 'Save my choices']) expect(document).toContain(label)
})

test('a record names its build as the manifest beside the script does: what is registered under that is found (RE-4)', async ({
  page,
  banner,
  ledger,
}) => {
  const record = await refused(page, banner, ledger)
  await page.goto('/assets/latchkey.manifest.json')
  const { build } = JSON.parse((await page.locator('body').textContent()) ?? '')
  expect(build).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{10}$/)
  expect(record?.ui).toBe(build)
})
