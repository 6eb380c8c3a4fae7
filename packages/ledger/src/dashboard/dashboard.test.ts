import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyExport, verifyReceiptFile } from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import type { Role } from '../access/roles.ts'
import { NOTICE, secretOf, sha256Hex, TOKEN } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import { desktop, HERE, NOW, recordFor } from './dashboard.example.ts'
import { places } from './places.ts'

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'

describe('who is not signed in', () => {
  test('sees what the ledger says of itself, and a way in', async () => {
    const { ledger } = await desktop()
    const page = await (await ledger.fetch(new Request(`${HERE}/`))).text()
    for (const part of [ledger.vkey, 'Newest checkpoint', 'name="access"', '/v1/health'])
      expect(page).toContain(part.replaceAll('+', '+'))
    expect(page).not.toContain('Overview')
  })

  test.each(
    [
      ...places.map(({ path }) => path),
      '/find/receipt',
      '/find/27560',
      '/find/document',
      '/find/document/text',
      '/export/file',
      '/verify/state',
    ].slice(1),
  )('is sent from %s to the first page', async (path) => {
    const { ledger } = await desktop({ base: '/latchkey' })
    const answer = await ledger.fetch(new Request(`${HERE}/latchkey${path}`))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/latchkey/'])
  })
})

describe('signing in', () => {
  test('puts a cookie that scripts, other sites and plain HTTP do not see', async () => {
    const { ledger } = await desktop({ base: '/latchkey' })
    const enter = (origin: string) =>
      ledger.fetch(
        new Request(`${origin.replace('https', 'http')}/latchkey/sign-in`, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
          body: `access=${TOKEN}`,
        }),
      )
    const https = (await enter('https://ledger.test')).headers.get('set-cookie') ?? ''
    expect(https).toMatch(
      /^__Host-latchkey-session=[\w-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    )
    const http = (await enter(HERE)).headers.get('set-cookie') ?? ''
    expect(http).toMatch(
      /^latchkey-session=[\w-]+; Max-Age=28800; Path=\/latchkey; HttpOnly; SameSite=Strict$/,
    )
    expect(https + http).not.toContain(TOKEN)
    expect(https).not.toContain(sha256Hex(TOKEN))
  })

  test('is refused to unknown tokens, to tokens of a shop’s server, and from other pages', async () => {
    const desk = await desktop({ now: () => NOW })
    for (const token of ['', 'short', `${TOKEN}x`, sha256Hex(TOKEN), await desk.token('append')]) {
      expect((await desk.signIn(token)).cookie).toBe('')
    }
    expect((await desk.signIn(TOKEN, 'https://evil.example')).cookie).toBe('')
    expect((await desk.signIn(TOKEN, 'null')).cookie).toBe('')
  })

  test('counts against the budget of the network', async () => {
    const { ledger } = await desktop({ limits: { network: { burst: 1, perSecond: 0.01 } } })
    const statuses = []
    for (let i = 0; i < 3; i += 1) {
      const request = new Request(`${HERE}/sign-in`, {
        method: 'POST',
        headers: { origin: HERE, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'access=a-token-that-nobody-has',
      })
      statuses.push((await ledger.fetch(request, { address: '203.0.113.9' })).status)
    }
    expect(statuses).toEqual([401, 429, 429])
  })

  test('holds on every process of the ledger, for eight hours, and no longer than its token', async () => {
    let now = NOW
    const one = await desktop({ now: () => now })
    const other = await desktop({ now: () => now })
    const token = await one.token('reader')
    const reader = await one.signIn(token)
    const admin = await one.signIn(TOKEN)
    const isIn = async ({ ledger }: typeof one, cookie: string) =>
      (await (await ledger.fetch(new Request(`${HERE}/`, { headers: { cookie } }))).text()).includes(
        'Overview',
      )
    // The other has a database of its own: it knows the administrator, and not the reader.
    expect(await isIn(other, admin.cookie)).toBe(true)
    expect(await isIn(one, reader.cookie)).toBe(true)
    expect(await isIn(other, reader.cookie)).toBe(false)
    expect((await admin.send('/tokens', '/tokens/revoke', { hash: sha256Hex(token) })).status).toBe(303)
    expect(await isIn(one, reader.cookie)).toBe(false)
    now += 8 * 3_600_000 - 1
    expect(await isIn(one, admin.cookie)).toBe(true)
    now += 1
    expect(await isIn(one, admin.cookie)).toBe(false)
  })

  test('a cookie of any other make opens nothing', async () => {
    const desk = await desktop()
    const { cookie } = await desk.signIn(TOKEN)
    const [name = '', value = ''] = cookie.split('=')
    const flipped = (value.startsWith('A') ? 'B' : 'A') + value.slice(1)
    for (const made of [
      `${name}=`,
      `${name}=${flipped}`,
      `__Host-${cookie}`,
      `${name}=${sha256Hex(TOKEN)}`,
    ]) {
      const page = await (
        await desk.ledger.fetch(new Request(`${HERE}/`, { headers: { cookie: made } }))
      ).text()
      expect(page).not.toContain('Overview')
    }
  })
})

describe('G7: roles', () => {
  const opens: Readonly<Record<Exclude<Role, 'append'>, readonly string[]>> = {
    auditor: ['/', '/delivery', '/verify', '/export'],
    reader: ['/', '/delivery', '/find', '/verify', '/export'],
    dpo: ['/', '/delivery', '/find', '/verify', '/export', '/erasure', '/accesses'],
    admin: ['/', '/delivery', '/find', '/verify', '/export', '/erasure', '/tokens', '/accesses'],
  }
  const isNothing = (page: string) => page.includes('<h1>Nothing here</h1>')
  const forms = ['/erasure', '/erasure/look', '/tokens']

  test.each(Object.entries(opens))('%s', async (role, paths) => {
    const desk = await desktop()
    const one = await desk.officer(role as Role)
    const open: string[] = []
    for (const { path } of places) if ((await one.get(path)).status === 200) open.push(path)
    expect(open.sort()).toEqual([...paths].sort())
    const menu = [...(await one.page('/')).matchAll(/<li><a href="([^"]+)"/g)].map(([, path]) => path)
    expect(menu.sort()).toEqual([...paths].sort())
    for (const form of forms) {
      const place = form.split('/').slice(0, 2).join('/')
      const answer = await one.send('/', form)
      expect(isNothing(await answer.text()), `${role} ${form}`).toBe(!paths.includes(place))
    }
  })

  test('somebody of some sites has no log of all accesses, and no exact numbers of all tenants (F8)', async () => {
    const desk = await desktop()
    const one = await desk.officer('dpo', ['shop.example'])
    for (const path of ['/accesses', '/delivery']) expect((await one.get(path)).status).toBe(404)
    expect((await one.get('/erasure')).status).toBe(200)
    const metrics = await one.raw('/v1/metrics', {
      headers: { authorization: `Bearer ${await desk.token('dpo', ['shop.example'])}` },
    })
    expect(metrics.status).toBe(401)
  })
})

describe('forms that change something', () => {
  test('have to be ours: by origin, by the browser’s word, and by their own token', async () => {
    const desk = await desktop()
    const admin = await desk.signIn(TOKEN)
    const other = await desk.signIn(TOKEN)
    const tokenOf = (page: string) => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const mine = tokenOf(await admin.page('/tokens'))
    const theirs = tokenOf(await other.page('/tokens'))
    const order = { name: 'made', role: 'reader', sites: '', days: '30' }
    const send = async (token: string, headers: Record<string, string>) => {
      const answer = await admin.raw('/tokens', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ token, ...order }).toString(),
      })
      return answer.status
    }
    expect(theirs).not.toBe(mine)
    expect({
      'no token': await send('', { origin: HERE }),
      'the token of another session': await send(theirs, { origin: HERE }),
      'no origin': await send(mine, {}),
      'another origin': await send(mine, { origin: 'https://evil.example' }),
      'a hidden origin': await send(mine, { origin: 'null' }),
      'another site, says the browser': await send(mine, { origin: HERE, 'sec-fetch-site': 'cross-site' }),
      'a sister site': await send(mine, { origin: HERE, 'sec-fetch-site': 'same-site' }),
      'another type': await send(mine, { origin: HERE, 'content-type': 'text/plain' }),
    }).toEqual({
      'no token': 400,
      'the token of another session': 400,
      'no origin': 400,
      'another origin': 400,
      'a hidden origin': 400,
      'another site, says the browser': 400,
      'a sister site': 400,
      'another type': 400,
    })
    expect(await admin.page('/tokens')).not.toContain('Revoke made')
    expect(await send(mine, { origin: HERE })).toBe(200)
    expect(await send(mine, { origin: 'https://public.example', 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await admin.page('/tokens')).toContain('Revoke made')
  })

  test('an order for a token that cannot be stops nothing: it is said what is wrong', async () => {
    const desk = await desktop()
    const admin = await desk.signIn(TOKEN)
    for (const [wrong, fields] of [
      ['The name may have', { name: '<b>', role: 'reader', days: '30' }],
      ['Choose one of the roles', { name: 'a', role: 'king', days: '30' }],
      ['Choose one of the roles', { name: 'a', role: 'constructor', days: '30' }],
      ['Choose how long', { name: 'a', role: 'reader', days: '-1' }],
      ['at most 200', { name: 'a', role: 'reader', days: '30', sites: 'x'.repeat(201) }],
    ] as const) {
      const answer = await admin.send('/tokens', '/tokens', fields)
      expect([answer.status, (await answer.text()).includes(wrong)]).toEqual([400, true])
    }
    await desk.records('ann', [recordFor('ann')])
  })
})

test('a page that is refused because the ledger is busy says when to come back (F3)', async () => {
  const desk = await desktop({ capacity: 0 })
  const answer = await (await desk.signIn(TOKEN)).get('/export/file')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await answer.text()).toContain('nothing was done')
})

describe('F8: tenants', () => {
  test('another tenant’s records, words, numbers and tokens are not there', async () => {
    const desk = await desktop()
    const outlet = { site: 'outlet.example' }
    const notice = '{"v":1,"texts":["words of the outlet"],"controls":[]}'
    await desk.records('ann', [recordFor('ann', { ...outlet, id: ID, notice: sha256Hex(notice) })], {
      ...outlet,
      notices: [notice],
    })
    await desk.records('bo', [recordFor('bo')], { notices: [NOTICE] })
    const missing = 'ffffffff-d9cb-469f-a165-70867728950e'
    const bare = async (response: Response, id: string) =>
      [response.status, (await response.text()).replaceAll(id, '').replace(/value="[\w-]*"/g, '')] as const
    const theirs = await desk.officer('admin', ['shop.example'])
    for (const path of [
      ...['/find?code=', '/find/receipt?site=outlet.example&id=', '/find/27560?site=outlet.example&id='],
      '/notice/',
    ]) {
      const there = path === '/notice/' ? sha256Hex(notice) : ID
      const not = path === '/notice/' ? sha256Hex('nothing') : missing
      expect(await bare(await theirs.get(path + there), there)).toEqual(
        await bare(await theirs.get(path + not), not),
      )
    }
    expect(await bare(await theirs.send('/erasure', '/erasure/look', { code: ID }), ID)).toEqual(
      await bare(await theirs.send('/erasure', '/erasure/look', { code: missing }), missing),
    )
    const hash = sha256Hex(await desk.token('reader'))
    expect(await theirs.page('/tokens')).not.toContain('<bdi>a reader</bdi>')
    const mine = await (
      await theirs.send('/tokens', '/tokens', {
        name: 'ours',
        role: 'reader',
        sites: 'outlet.example',
        days: '30',
      })
    ).text()
    expect(mine).toContain('your own sites only')
    const wide = await theirs.send('/tokens', '/tokens', {
      name: 'ours',
      role: 'reader',
      sites: '',
      days: '30',
    })
    expect(await wide.text()).toContain('your own sites only')
    expect((await theirs.send('/tokens', '/tokens/revoke', { hash })).status).toBe(404)
    const text = await (await theirs.get('/export/file')).text()
    expect(text).not.toContain('outlet.example')
    expect(text).toContain('"kind":"sealed"')
    expect(text).not.toContain('words of the outlet')
  })

  test('who erases for one site leaves the records of another', async () => {
    const desk = await desktop()
    await desk.records('ann', [recordFor('ann', { id: ID })])
    await desk.records('ann', [recordFor('ann', { site: 'outlet.example' })], { site: 'outlet.example' })
    const theirs = await desk.officer('dpo', ['shop.example'])
    const page = await (await theirs.send('/erasure', '/erasure/look', { code: ID })).text()
    expect(page).toContain('1 record from this browser')
    const plan = /name="plan" value="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(await (await theirs.send('/erasure', '/erasure', { plan, word: 'erase' })).text()).toContain(
      '1 record erased',
    )
    const account = await desk.ledger.fetch(
      new Request(`${HERE}/v1/subject`, { headers: { authorization: `Bearer ${secretOf('ann')}` } }),
    )
    const { records } = await account.json()
    expect(records.map(({ record }: { record: string }) => JSON.parse(record).site)).toEqual([
      'outlet.example',
    ])
  })

  test('numbers are those of the holder’s sites', async () => {
    const desk = await desktop()
    for (const [site, n] of [
      ['shop.example', 40],
      ['outlet.example', 100],
    ] as const) {
      const records = Array.from({ length: n }, () => recordFor('ann', { site }))
      await desk.records('ann', records, { site })
    }
    const answers = (page: string) => /Answers<\/h2><div class="n[^"]*">([^<]+)</.exec(page)?.[1]
    expect(answers(await (await desk.officer('reader', ['shop.example'])).page('/'))).toBe('40')
    const all = await desk.officer('reader')
    expect(answers(await all.page('/'))).toBe('140')
    expect(answers(await all.page('/?site=outlet.example'))).toBe('100')
    expect(
      answers(await (await desk.officer('reader', ['shop.example'])).page('/?site=outlet.example')),
    ).toBe('40')
  })
})

describe('the overview', () => {
  test('says what to do while nothing has come', async () => {
    const desk = await desktop()
    expect(await (await desk.signIn(TOKEN)).page('/')).toContain('Nothing has been counted yet')
  })

  test('hides what is below 20, and takes nothing from a total that would give it away', async () => {
    const desk = await desktop()
    const refusal = { choices: { analytics: 'denied', marketing: 'denied' }, locale: 'fr' } as const
    await desk.records(
      'ann',
      Array.from({ length: 45 }, () => recordFor('ann')),
    )
    await desk.records(
      'bo',
      Array.from({ length: 7 }, () => recordFor('bo', refusal)),
    )
    const page = await (await desk.signIn(TOKEN)).page('/?days=7')
    expect(page).not.toContain('French')
    expect(page).toMatch(/Refused all<\/h2><div class="n few">under 20</)
    const numbers = [
      ...page
        .replace(/<style>.*?<\/style>|<svg.*?<\/svg>|<select.*?<\/select>/gs, '')
        .matchAll(/>([\d,]+)</g),
    ]
    expect(numbers.length).toBeGreaterThan(5)
    for (const [, n = ''] of numbers) expect(Number(n.replaceAll(',', '')) % 20).toBe(0)
  })
})

describe('the overview, narrowed', () => {
  const filled = async () => {
    const desk = await desktop()
    const many = (n: number, more: Parameters<typeof recordFor>[1]) =>
      Array.from({ length: n }, () => recordFor('ann', more))
    await desk.records('ann', many(60, { locale: 'de' }))
    await desk.records('ann', many(40, { locale: 'fr', regime: 'fr', choices: { analytics: 'denied' } }))
    await desk.records('ann', many(12, { locale: 'it' }))
    const officer = await desk.signIn(TOKEN)
    return async (query: string) => {
      const page = await officer.page(`/?days=7${query}`)
      const tile = (title: string) => new RegExp(`${title}</h2><div class="n[^"]*">([^<]+)<`).exec(page)?.[1]
      return { page, answers: tile('Answers'), refused: tile('Refused all') }
    }
  }

  test('to a language, a regime or both shows the numbers of that alone, day by day', async () => {
    const look = await filled()
    expect(await look('')).toMatchObject({ answers: '100', refused: '40' })
    expect(await look('&locale=fr')).toMatchObject({ answers: '40', refused: '40' })
    expect(await look('&locale=de')).toMatchObject({ answers: '60', refused: 'under 20' })
    expect(await look('&locale=fr&regime=fr')).toMatchObject({ answers: '40' })
    expect(await look('&locale=de&regime=fr')).toMatchObject({ answers: 'under 20' })
    const { page } = await look('&locale=de')
    expect(page).toContain('<option value="de" selected>German (de)</option>')
    expect(page).toMatch(/aria-label="Granted: analytics by day, at most 60,/)
  })

  test('to what is hidden changes nothing: it is no choice', async () => {
    const look = await filled()
    const { page, answers } = await look('&locale=it')
    expect(answers).toBe('100')
    expect(page).not.toContain('Italian')
  })

  test('plots what was granted of each purpose by day, and says the numbers in a table', async () => {
    const look = await filled()
    const { page } = await look('')
    expect(page).toMatch(/aria-label="Granted: analytics by day, at most 60,/)
    expect(page).toContain('Granted on every day of the period')
    expect(page).toMatch(/<th scope="col" class="num">Opt-out signal</)
  })
})

describe('finding', () => {
  test('a code leads to the words, the decision, the chain and the proof', async () => {
    const desk = await desktop()
    const first = recordFor('ann', { event: 'shown', choices: {} })
    const second = recordFor('ann', { id: ID, n: 1, previous: sha256Hex(first) })
    const notice =
      '{"v":1,"surface":"banner","locale":"de","controller":"Linden","texts":["Dürfen wir?"],"controls":[{"action":"reject","label":"Nein","covered":true}],"services":["ga4"]}'
    const third = recordFor('ann', { n: 2, previous: sha256Hex(second), notice: sha256Hex(notice) })
    await desk.records('ann', [first, second, third], { notices: [NOTICE, notice] })
    const reader = await desk.officer('reader')
    for (const code of ['0f8fad5b', ' 0F8FAD5B-D9CB ', ID, ID.replaceAll('-', '')]) {
      const page = await reader.page(`/find?code=${encodeURIComponent(code)}`)
      expect(page).toContain('The proof holds.')
      expect(page).not.toContain('Fails:')
      expect(page.match(/follows the one before/g)).toHaveLength(2)
      expect(page).toContain('Your choice')
    }
    const page = await reader.page(`/find?code=${JSON.parse(third).id}`)
    expect(page).toContain('Dürfen wir?')
    expect(page).toContain('hidden or covered by the page')
    const receipt = await reader.get(`/find/receipt?site=shop.example&id=${ID}`)
    const text = await receipt.text()
    expect(await verifyReceiptFile(text, { key: desk.ledger.vkey })).toMatchObject({ holds: true })
    const standard = await reader.get(`/find/27560?site=shop.example&id=${ID}`)
    expect(standard.headers.get('content-disposition')).toContain('latchkey-receipt-0f8fad5b.27560.jsonld')
    expect(await standard.json()).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      'dpv:hasRecordOfActivity': { 'dct:identifier': ID, 'latchkey:entry': { 'latchkey:text': second } },
    })
  })

  test.each([
    ['', 200],
    ['0f8fad5', 400],
    ['zzzzzzzz', 400],
    ["' OR 1=1 --", 400],
    ['0f8fad5b%25', 400],
    ['ffffffff', 404],
  ])('the code %j is answered with %i', async (code, status) => {
    const desk = await desktop()
    const reader = await desk.signIn(TOKEN)
    expect((await reader.get(`/find?code=${code}`)).status).toBe(status)
  })

  test('a record that was altered in the database is shown to fail', async () => {
    const desk = await desktop()
    await desk.records('ann', [recordFor('ann', { id: ID })])
    const store = sqliteStore(desk.file)
    await store.close()
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(desk.file)
    database.exec(`DROP TRIGGER records_refuse_update; UPDATE records SET received = received + 1`)
    database.close()
    const page = await (await desk.signIn(TOKEN)).page(`/find?code=${ID}`)
    expect(page).toContain('The proof does not hold.')
    expect(page).toMatch(/Fails:<\/span> The log’s entry is made of this very record/)
  })
})

describe('verifying', () => {
  const settled = async (officer: Awaited<ReturnType<Awaited<ReturnType<typeof desktop>>['signIn']>>) => {
    for (;;) {
      const { state } = await (await officer.get('/verify/state')).json()
      if (state !== 'running') return state
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  test('checks the whole log on a press, for an auditor too, and keeps the verdict', async () => {
    const desk = await desktop()
    await desk.records(
      'ann',
      Array.from({ length: 60 }, () => recordFor('ann')),
      { notices: [NOTICE] },
    )
    const auditor = await desk.officer('auditor')
    expect(await auditor.page('/verify')).toContain('has not been checked from here yet')
    expect((await auditor.send('/verify', '/verify')).status).toBe(303)
    expect(await settled(auditor)).toBe('holds')
    const page = await auditor.page('/verify')
    expect(page).toMatch(/60 entries checked.*contains the tree of the checkpoint kept outside/s)
    expect(page).not.toContain('<script>')
  })

  test.each([
    [
      'a time moved',
      'DROP TRIGGER records_refuse_update; UPDATE records SET received = received + 1 WHERE seq = 30',
    ],
    ['a record taken', 'DROP TRIGGER records_refuse_delete; DELETE FROM records WHERE seq = 30'],
    ['bytes changed', "DROP TRIGGER records_refuse_update; UPDATE records SET sealed = x'00' WHERE seq = 30"],
    [
      'an entry changed',
      "DROP TRIGGER entries_refuse_update; UPDATE entries SET entry = x'00' WHERE seq = 30",
    ],
  ])('finds %s', async (_, sql) => {
    const desk = await desktop()
    await desk.records(
      'ann',
      Array.from({ length: 40 }, () => recordFor('ann')),
    )
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(desk.file)
    database.exec(sql)
    database.close()
    const admin = await desk.signIn(TOKEN)
    await admin.send('/verify', '/verify')
    expect(await settled(admin)).toBe('fails')
    const page = await admin.page('/verify')
    expect(page).toContain('The log does not hold.')
    expect(page).toMatch(/[Ee]ntry (?:30|0)\b/)
  })

  test('runs once at a time, and one that fell silent counts as broken off', async () => {
    let now = NOW
    const desk = await desktop({ now: () => now })
    await desk.records(
      'ann',
      Array.from({ length: 200 }, () => recordFor('ann')),
    )
    const admin = await desk.signIn(TOKEN)
    await Promise.all([1, 2, 3].map(() => admin.send('/verify', '/verify')))
    await settled(admin)
    const accesses = await admin.page('/accesses')
    expect(accesses.match(/checked the whole log/g)).toHaveLength(1)
    await desk.ledger.close()
    const store = sqliteStore(desk.file)
    const last = JSON.parse((await store.read.setting('dashboard.verification')) ?? '{}')
    await store.transact((writer) =>
      writer.putSetting('dashboard.verification', JSON.stringify({ ...last, state: 'running', at: now })),
    )
    now += 60_001
    const { lastVerification } = await import('./verification.ts')
    expect(await lastVerification({ read: store.read, now: () => now })).toMatchObject({
      state: 'broken off',
    })
    await store.close()
  })
})

describe('exporting', () => {
  test('hands out what verifies, of the days that were chosen, and writes it down', async () => {
    let now = NOW - 2 * 86_400_000
    const desk = await desktop({ now: () => now })
    for (let day = 0; day < 3; day += 1) {
      await desk.records('ann', [recordFor('ann'), recordFor('ann')])
      now += 86_400_000
    }
    now = NOW
    const admin = await desk.signIn(TOKEN)
    const day = (back: number) => new Date(NOW - back * 86_400_000).toISOString().slice(0, 10)
    const entries = async (query: string) => {
      const bytes = new Uint8Array(await (await admin.get(`/export/file${query}`)).arrayBuffer())
      return verifyExport([bytes], { key: desk.ledger.vkey, partial: true })
    }
    expect(await entries('')).toMatchObject({ holds: true, from: 0, to: 6 })
    expect(await entries(`?from=${day(1)}&to=${day(1)}`)).toMatchObject({ holds: true, from: 2, to: 4 })
    expect(await entries(`?from=${day(1)}&to=`)).toMatchObject({ holds: true, from: 2, to: 6 })
    expect(await entries(`?to=${day(2)}`)).toMatchObject({ holds: true, from: 0, to: 2 })
    const csv = await admin.get('/export/file?format=csv')
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="latchkey-export.csv"')
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(7)
    for (const wrong of ['?format=xml', '?format=constructor'])
      expect((await admin.get(`/export/file${wrong}`)).status).toBe(400)
    for (const wrong of [
      `?from=${day(0)}&to=${day(1)}`,
      '?from=yesterday',
      '?from=2026-13-01',
      '?to=2020-01-01',
    ])
      expect((await admin.get(`/export/file${wrong}`)).status).toBe(400)
    expect((await admin.page('/accesses')).match(/<bdi>export<\/bdi>/g)).toHaveLength(5)
  })
})

describe('erasing', () => {
  test('takes a typed word, a plan of this session, and leaves no trace in the log of accesses', async () => {
    let now = NOW
    const desk = await desktop({ now: () => now })
    await desk.records('ann', [recordFor('ann', { id: ID }), recordFor('ann')])
    await desk.records('bo', [recordFor('bo')])
    const admin = await desk.signIn(TOKEN)
    const look = async () => (await admin.send('/erasure', '/erasure/look', { code: '0f8fad5b' })).text()
    const planIn = (page: string) => /name="plan" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const plan = planIn(await look())
    const erase = async (fields: Record<string, string>, who = admin) =>
      (await who.send('/erasure', '/erasure', fields)).text()
    expect(await erase({ plan, word: 'yes' })).toContain('Nothing was erased')
    expect(await erase({ plan: 'made up', word: 'erase' })).toContain('nothing was erased')
    expect(await erase({ plan, word: 'erase' }, await desk.signIn(TOKEN))).toContain('nothing was erased')
    now += 1_800_000
    expect(await erase({ plan, word: 'erase' })).toContain('nothing was erased')
    expect(await erase({ plan: planIn(await look()), word: ' Erase ' })).toContain('2 records erased')
    expect((await admin.get('/find?code=0f8fad5b')).status).toBe(404)
    const accesses = await admin.page('/accesses')
    expect(accesses).toContain('erased a person’s records')
    expect(accesses).not.toContain('0f8fad5b')
    const text = await (await admin.get('/export/file')).text()
    expect(await verifyExport([new TextEncoder().encode(text)], { key: desk.ledger.vkey })).toMatchObject({
      holds: true,
      counts: { record: 1, erased: 2, erasure: 1 },
    })
  })

  test('finds a person by the secret too', async () => {
    const desk = await desktop()
    await desk.records('ann', [recordFor('ann')])
    const admin = await desk.signIn(TOKEN)
    const answer = await admin.send('/erasure', '/erasure/look', { secret: secretOf('ann') })
    const page = await answer.text()
    expect(page).toContain('1 record from this browser')
    expect(page).not.toContain(secretOf('ann'))
    expect((await admin.send('/erasure', '/erasure/look', { secret: secretOf('nobody') })).status).toBe(404)
  })
})

describe('H1: output', () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>\'`$' + '{7*7}{{7*7}}\u202e'

  test('hostile texts stay texts, wherever a browser or an operator may put them', async () => {
    const desk = await desktop({ origin: '<script>alert(0)</script>' })
    const site = hostile
    const notice = JSON.stringify({
      ...{ v: 1, surface: hostile, locale: hostile, controller: hostile, texts: [hostile] },
      ...{ controls: [{ action: hostile, label: hostile, purpose: hostile, on: true }], services: [hostile] },
    })
    const raw = `<script>alert(3)</script>`
    const records = [
      ...Array.from({ length: 40 }, () =>
        recordFor('ann', { site, policy: hostile, notice: sha256Hex(notice) }),
      ),
      recordFor('ann', { site, id: ID, notice: sha256Hex(raw), policy: hostile }),
    ]
    await desk.records('ann', records, { site, notices: [notice, raw] })
    await desk.register({ name: hostile, sites: [site], documents: { [hostile]: raw } })
    const admin = await desk.signIn(TOKEN)
    expect(await admin.page(`/find?code=${ID}`)).toContain('/find/document?site=')
    await admin.send('/tokens', '/tokens', { name: 'a', role: 'reader', sites: hostile, days: '30' })
    const pages = [
      ...places.map(({ path }) => path),
      `/find?code=${ID}`,
      `/find?code=${JSON.parse(records[0] ?? '').id}`,
      `/find?code=${encodeURIComponent(hostile)}`,
      `/?days=${encodeURIComponent(hostile)}&site=${encodeURIComponent(hostile)}`,
      `/erasure?code=${encodeURIComponent(hostile)}`,
      `/notice/${sha256Hex(notice)}`,
      `/notice/${sha256Hex(raw)}`,
      `/find/document?${new URLSearchParams({ site, as: hostile, digest: sha256Hex(raw) })}`,
      `/export/file?from=${encodeURIComponent(hostile)}`,
    ]
    for (const path of pages) {
      const response = await admin.get(path)
      const page = await response.text()
      expect(page.replace(/<style>.*?<\/style>/s, ''), path).not.toMatch(/<script|<img|onerror=alert\(2\)>/)
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy, path).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
      expect(policy, path).not.toMatch(/unsafe|\*|https?:|data:/)
      expect(page.replace(/&lt;.*?&gt;/g, ''), path).not.toMatch(/ style=| on[a-z]+=|javascript:/)
    }
    const looked = await (await admin.send('/erasure', '/erasure/look', { code: ID })).text()
    expect(looked.replace(/<style>.*?<\/style>/s, '')).not.toMatch(/<script|<img/)
    expect(looked).toContain('&lt;script&gt;')
  })

  test('only the one place that writes our own style and script leaves anything unescaped', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    const raw = files.filter(
      (file) => file.endsWith('.ts') && /\braw\(/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
    )
    expect(raw.filter((file) => !/\.(?:test|example)\.ts$/.test(file))).toEqual(['page.ts'])
  })

  test('G6: every privileged read is written down before it is answered', async () => {
    const desk = await desktop()
    await desk.records('ann', [recordFor('ann', { id: ID })])
    const admin = await desk.signIn(TOKEN)
    await admin.page(`/find?code=${ID}`)
    await admin.get(`/find/receipt?site=shop.example&id=${ID}`)
    await admin.get('/export/file')
    await admin.send('/erasure', '/erasure/look', { code: ID })
    await admin.get('/find/document')
    await admin.get('/find/document/text')
    const log = await admin.page('/accesses')
    const what = [...log.matchAll(/<bdi>LATCHKEY_ADMIN_TOKEN<\/bdi><\/td><td class=""><bdi>([^<]+)</g)].map(
      ([, text]) => text,
    )
    expect(what).toEqual([
      'downloaded a document',
      'read a document',
      'looked what an erasure would take',
      'export',
      'downloaded a receipt',
      'found records',
    ])
  })
})
