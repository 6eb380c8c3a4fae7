import { createHash } from 'node:crypto'
import { expectNothingBeforeGrant, settle, test, tracesOf } from '@latchkey/testkit/browser'
import { vendors as emulated } from '@latchkey/testkit/vendors'
import { expect } from '@playwright/test'
import { openSocket } from './open-socket.ts'
import { spoken } from './spoken.ts'

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
  await expect(card.root.getByRole('heading')).toBeFocused()
  // Read on from where the focus is: that an AI answers is heard first, and long before it can be started.
  const heard = await spoken(page, 'Chat with us')
  const said = heard.findIndex((line) => line.includes('You will be chatting with an AI assistant.'))
  expect(heard.slice(0, said).filter((line) => !line.endsWith(' Chat with us'))).toEqual([])
  expect(heard.indexOf('button Start chat')).toBeGreaterThan(said)
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

test('while an AI answers, its label, a way to a person and the end stay in sight, on the next page too (CH-1, CH-2, CH-9)', async ({
  page,
  banner,
  card,
  preferences,
}) => {
  await page.goto('/help')
  await banner.reject()
  const label = page.locator('#latchkey').getByText('AI assistant', { exact: true })
  await expect(label).toHaveCount(0)
  await card.open()
  await card.start()
  for (const path of ['/help', '/furniture']) {
    if (path !== '/help') await page.goto(path)
    await expect(label).toBeVisible()
    await expect(page.locator('#latchkey').getByText('A person can take over on weekdays')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Talk to a person' })).toHaveAttribute(
      'href',
      'mailto:hello@linden-oak.example',
    )
    await expect(page.getByRole('button', { name: 'End chat and delete here' })).toBeVisible()
  }
  await preferences.open()
  await preferences.reject()
  await expect(label).toHaveCount(0)
})

test('the vendor’s socket is closed within a second of the end, whatever its script does (CH-10)', async ({
  page,
  network,
  banner,
  card,
  ledger,
}) => {
  const socket = openSocket(network, 'nexus-websocket-a.intercom.io')
  await page.route('https://widget.intercom.io/**', (route) => {
    const { body } =
      emulated.intercom.answer({ host: '', path: '/widget/abcd1234', method: 'GET', body: '' }) ?? {}
    return route.fulfill({
      contentType: 'text/javascript',
      body: `${body};window.live = new WebSocket('wss://nexus-websocket-a.intercom.io/pubsub')`,
    })
  })
  await page.goto('/help')
  await banner.reject()
  await card.open()
  await card.start()
  await expect.poll(() => socket.opened).toBe(1)
  expect(socket.closedAt).toBeNull()
  await card.open()
  await card.end()
  await expect.poll(() => socket.closedAt).not.toBeNull()
  await expect
    .poll(async () => (await ledger.records()).findLast(({ via }) => via === 'card')?.choices.chat)
    .toBe('denied')
  const ended = (await ledger.records()).findLast(({ via }) => via === 'card')?.at ?? 0
  expect((socket.closedAt ?? Number.POSITIVE_INFINITY) - ended).toBeLessThan(1000)
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
