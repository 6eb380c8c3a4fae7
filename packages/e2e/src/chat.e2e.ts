import { createHash } from 'node:crypto'
import { expectNothingBeforeGrant, settle, test, tracesOf } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

test('the launcher is ours; Intercom is asked for nothing until «Start chat», even after «Accept all» (CH-5, D8)', async ({
  page,
  vendors,
  banner,
  card,
}) => {
  await page.goto('/help')
  await banner.reject()
  await card.open()
  await expectNothingBeforeGrant(page, { vendors })
  await card.notNow()
  await card.seeNone()
  await expectNothingBeforeGrant(page, { vendors })
  await card.open()
  await card.start()
  await expect.poll(() => vendors.requestsTo('widget.intercom.io')).toHaveLength(1)
  await expect.poll(() => vendors.requestsTo('api-iam.intercom.io').length).toBeGreaterThan(0)
  await settle(page)
  expect(vendors.hosts().filter((host) => !/intercom/.test(host))).toEqual([])
})

test('the card says who answers, who runs it, where, how long and that it is an AI, before anything can be typed (CH-1, CH-5, CH-7, CH-8)', async ({
  page,
  banner,
  card,
}) => {
  await page.goto('/help')
  await banner.reject()
  await card.open()
  await expect(card.root).toContainText('You will be chatting with an AI assistant.')
  await expect(card.root).toContainText('Intercom')
  await expect(card.root).toContainText(/United States|Ireland/)
  await expect(card.root).toContainText(/kept \S+/)
  await expect(card.root).toContainText(/training/)
  await expect(card.root).toContainText('card numbers')
  await expect(card.root.getByRole('link', { name: 'Email us instead' })).toHaveAttribute(
    'href',
    /^mailto:hello@/,
  )
})

test('starting a chat leaves a record with the digest of the very words shown (CH-5, RE-4)', async ({
  page,
  banner,
  card,
  ledger,
}) => {
  await page.goto('/help')
  await banner.reject()
  await card.open()
  const words = (await card.root.locator('h2').textContent()) ?? ''
  await card.start()
  await expect.poll(async () => (await ledger.records()).filter(({ via }) => via === 'card')).not.toEqual([])
  const record = (await ledger.records()).find(({ event, via }) => event === 'decided' && via === 'card')
  expect(record).toMatchObject({ choices: { chat: 'granted' }, trusted: true, locale: 'en' })
  const document = (await ledger.notices()).get(record?.notice ?? '') ?? ''
  expect(createHash('sha256').update(document).digest('hex')).toBe(record?.notice)
  expect(document).toContain(words)
  expect(document).toContain('AI assistant')
  expect(document).toContain('Start chat')
})

test('ending the chat ends the session at once and leaves nothing behind (CH-10, LR-14)', async ({
  page,
  vendors,
  banner,
  card,
}) => {
  await page.goto('/help')
  await banner.reject()
  await card.open()
  await card.start()
  await expect.poll(() => vendors.requestsTo('api-iam.intercom.io').length).toBeGreaterThan(0)
  await card.open()
  await card.end()
  await expect(page.locator('#intercom-frame')).toHaveCount(0)
  await settle(page)
  vendors.clear()
  await page.goto('/')
  await settle(page)
  const { hosts, keys } = await tracesOf(page, vendors)
  expect(hosts).toEqual([])
  expect(keys.filter((key) => /intercom/.test(key))).toEqual([])
})

test('a shop that does not say what answers gets «may be», and is told (C501)', async ({
  page,
  shop,
  banner,
  card,
  seen,
}) => {
  shop.serve({ config: { chat: {} } })
  await page.goto('/help')
  await banner.reject()
  await card.open()
  await expect(card.root).toContainText('You may be chatting with an AI assistant.')
  await expect.poll(() => seen.problems.map(({ code }) => code)).toContain('C501')
})
