import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkpointFile, serve, signingKeyFile, sqliteStore, vaultFile } from '@latchkey/ledger'
import { type ConsentRecord, writeRecord } from '@latchkey/record'

/** A ledger over HTTP whose shops have been open for a month. */
export interface LedgerWithHistory {
  /** The dashboard's address, with a slash at its end. */
  readonly url: string
  readonly origin: string
  readonly token: string
  /** A record whose subject sent two. */
  readonly id: string
  /** A record of somebody else. */
  readonly other: string
  stop(): Promise<void>
}

const DAY = 86_400_000
const TOKEN = 'a-token-for-tests-only-0123456789abcdef'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What browsers send of a banner (`packages/ui`). */
function noticeIn(locale: string, title: string): string {
  return JSON.stringify({
    v: 1,
    surface: 'banner',
    locale,
    controller: 'Linden & Oak GmbH',
    texts: [
      title,
      'Linden & Oak and 2 partners would like to store data on this device.',
      'Reject all',
      'Accept all',
    ],
    controls: [
      { action: 'reject', label: 'Reject all' },
      { action: 'accept', label: 'Accept all' },
      { action: 'switch', label: 'Count visits', purpose: 'analytics', on: false },
    ],
    services: ['ga4', 'meta-pixel'],
  })
}

const notices = {
  en: noticeIn('en', 'May we use extra data?'),
  de: noticeIn('de', 'Dürfen wir weitere Daten nutzen?'),
  fr: noticeIn('fr', 'Pouvons-nous utiliser d’autres données ?'),
}

export async function ledgerWithHistory(): Promise<LedgerWithHistory> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-dashboard-'))
  const db = join(folder, 'ledger.db')
  let time = Date.now()
  let real = false
  const running = await serve({
    store: sqliteStore(db),
    key: signingKeyFile(`${db}.key`),
    vault: vaultFile(`${db}.kek`),
    kept: checkpointFile(`${db}.checkpoint`),
    base: '/latchkey',
    adminToken: TOKEN,
    limits: { site: { burst: 1e9, perSecond: 1e9 } },
    port: 0,
    print: () => {},
    now: () => (real ? Date.now() : time),
  })

  const send = async (
    {
      secret = randomBytes(16).toString('hex'),
      site = 'shop.example',
      n = 0,
      previous = null as string | null,
    },
    more: Partial<ConsentRecord>[],
    documents: readonly string[] = [],
  ) => {
    let before = previous
    const records = more.map((fields, index) => {
      const text = writeRecord({
        ...{
          v: 1,
          id: randomUUID(),
          site,
          subject: sha256(secret),
          n: n + index,
          previous: before,
          at: time - 800,
        },
        ...{ event: 'decided', choices: {}, withdrawn: [], via: 'banner', trusted: true },
        ...{ place: 'IE', placeBy: 'server', regime: 'eu', table: null, gpc: null, policy: '2026-11' },
        ...{ notice: sha256(notices.en), locale: 'en', ui: '0.1.0' },
        ...fields,
      } as ConsentRecord) // every field of a record stands above
      before = sha256(text)
      return text
    })
    const answer = await fetch(`${running.url}/v1/records`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ site, secret, records, ...(documents.length ? { notices: documents } : {}) }),
    })
    if (!answer.ok) throw new Error(`[e2e] ledgerWithHistory: expected 200, got ${answer.status}.`)
    return { secret, before, n: n + more.length }
  }

  // The same numbers in every run: a bit more at weekends, a third each of accepting, refusing and choosing.
  const end = Date.now()
  for (let day = 30; day >= 0; day -= 1) {
    time = end - day * DAY
    const jobs: Promise<unknown>[] = []
    const shoppers = day % 7 < 2 ? 36 : 24
    for (let at = 0; at < shoppers; at += 1) {
      const locale = (['en', 'de', 'de', 'en', 'fr'] as const)[at % 5] ?? 'en'
      const notice = sha256(notices[locale])
      const choice = at % 3 === 0 ? 'granted' : 'denied'
      const facts = {
        locale,
        notice,
        regime: locale === 'fr' ? 'ch' : 'eu',
        place: locale === 'fr' ? 'CH' : 'DE',
      }
      const choices = { analytics: at % 3 === 2 ? 'granted' : choice, marketing: choice } as const
      jobs.push(
        send(
          { site: at % 6 === 5 ? 'outlet.example' : 'shop.example' },
          [
            { ...facts, event: 'shown', gpc: at % 4 === 0 },
            { ...facts, choices },
            ...(at % 9 === 0
              ? [
                  {
                    ...facts,
                    via: 'preferences' as const,
                    choices: { analytics: 'denied' as const },
                    withdrawn: ['analytics'],
                  },
                ]
              : []),
          ],
          [notices[locale]],
        ),
      )
    }
    await Promise.all(jobs)
  }
  const register = async (name: string, file: string, document: string) => {
    const query = new URLSearchParams({ as: name, file, site: 'shop.example' })
    const answer = await fetch(`${running.url}/v1/documents/${sha256(document)}?${query}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: document,
    })
    if (!answer.ok) throw new Error(`[e2e] ledgerWithHistory: expected 201, got ${answer.status}.`)
  }
  await register('2026-11', 'latchkey.json', '{\n  "controller": "Linden & Oak GmbH"\n}\n')
  for (let part = 0; part < 9; part += 1) await register('0.1.0', `latchkey.${part}.js`, `let part = ${part}`)
  time = end
  const [id, other] = [randomUUID(), randomUUID()]
  const choices = { analytics: 'granted', marketing: 'denied' } as const
  await send({}, [{ event: 'shown' }, { id, choices }])
  await send({}, [
    { event: 'shown' },
    { id: other, choices },
    { via: 'preferences', choices: { analytics: 'denied' }, withdrawn: ['analytics'] },
  ])
  real = true
  const { origin } = new URL(running.url)
  return {
    url: `${running.url}/`,
    origin,
    token: TOKEN,
    id,
    other,
    async stop() {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
