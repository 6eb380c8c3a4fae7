import { randomUUID } from 'node:crypto'
import type { ConsentRecord } from '@latchkey/record'
import { writeRecord } from '@latchkey/record'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folder, ledgerIn, remove, secretOf, sha256Hex } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import type { Count } from '../store/store.ts'

const DAY = 86_400_000
const START = Date.parse('2026-11-02T12:00:00Z')

type Event = Partial<ConsentRecord> & { readonly who: string; readonly day: number; readonly again?: boolean }

/** What the counts must be, from the definitions alone: no store, no log, no encryption. */
function recount(events: readonly Event[]): Map<string, number> {
  const sums = new Map<string, number>()
  const said = new Map<string, { answer: string; day: number }>()
  for (const {
    who,
    day,
    event = 'decided',
    via = 'banner',
    choices = {},
    withdrawn = [],
    ...more
  } of events) {
    const { site = 'shop.example', regime = 'eu', locale = 'de', notice = null, trusted = true, gpc } = more
    const date = new Date(START + day * DAY).toISOString().slice(0, 10)
    const add = (measure: string, purpose = '', where = [regime, locale, notice ?? '']) => {
      const key = [date, site, measure, ...where, purpose].join('|')
      sums.set(key, (sums.get(key) ?? 0) + 1)
    }
    const onUse = via === 'card' || via === 'placeholder'
    const answers = Object.entries(choices)
    add('clock-close', '', ['', '', ''])
    if (event === 'shown') add(onUse ? 'asked-on-use' : via === 'preferences' ? 'opened' : 'asked')
    if (event === 'shown' && !onUse && via !== 'preferences' && gpc) add('asked-gpc')
    if (event === 'signalled' || event === 'imported') add(event)
    if (event === 'decided') {
      add('decided')
      if (!trusted) add('untrusted')
      const granted = answers.filter(([, answer]) => answer === 'granted').length
      if (!onUse && answers.length)
        add(granted === answers.length ? 'accepted' : granted === 0 ? 'refused' : 'custom')
      for (const [purpose, answer] of answers) {
        add(answer, purpose)
        if (onUse && answer === 'granted') add('started-on-use', purpose)
      }
    }
    for (const purpose of withdrawn) {
      add('withdrawn', purpose)
      const last = said.get(`${who}|${site}|${purpose}`)
      if (last?.answer === 'granted' && day - last.day <= 7) add('regretted', purpose)
    }
    if (event !== 'shown')
      for (const [purpose, answer] of answers)
        said.set(`${who}|${site}|${purpose}`, { answer: event === 'decided' ? answer : 'elsewhere', day })
    for (const purpose of withdrawn) said.set(`${who}|${site}|${purpose}`, { answer: 'withdrawn', day })
  }
  return sums
}

function textOf({ who, day, again: _, ...more }: Event, id: string): string {
  return writeRecord({
    ...{ v: 1, id, site: 'shop.example', subject: sha256Hex(secretOf(who)), n: 0, previous: null },
    ...{ at: START + day * DAY, event: 'decided', choices: {}, withdrawn: [], via: 'banner', trusted: true },
    ...{ place: 'DE', placeBy: 'server', regime: 'eu', table: null, gpc: null, policy: 'one', notice: null },
    ...{ locale: 'de', ui: '0.1.0', ...more },
  } as ConsentRecord) // every field of a record stands above
}

/** Sends the events in their order, some of them twice, and reads what was counted. */
async function counted(
  events: readonly Event[],
  erased: readonly string[] = [],
): Promise<Map<string, number>> {
  let time = START
  const { ledger, file, post } = await ledgerIn(folder(), {
    now: () => time,
    limits: { subject: { burst: 1e6, perSecond: 1e6 } },
  })
  for (const one of events) {
    time = START + one.day * DAY
    const text = textOf(one, randomUUID())
    const sent = one.again ? [text, text] : [text]
    const answer = await post(secretOf(one.who), sent, { site: one.site ?? 'shop.example' })
    const { results } = JSON.parse(await answer.text())
    expect(results.map(({ status }: { status: string }) => status)).toEqual(
      one.again ? ['stored', 'duplicate'] : ['stored'],
    )
  }
  for (const who of erased) await ledger.fetch(remove(secretOf(who)))
  await ledger.close()
  const store = sqliteStore(file)
  const counts = await store.read.counts('0000-01-01', '9999-12-31', null)
  await store.close()
  return new Map(counts.map((count) => [keyOf(count), count.n]))
}

function keyOf({ day, site, measure, regime, locale, notice, purpose }: Count): string {
  return [day, site, measure, regime, locale, notice, purpose].join('|')
}

const purposes = ['analytics', 'marketing'] as const
const event: fc.Arbitrary<Event> = fc
  .record({
    who: fc.constantFrom('ann', 'bo'),
    day: fc.nat(3),
    again: fc.boolean(),
    site: fc.constantFrom('shop.example', 'outlet.example'),
    event: fc.constantFrom('shown', 'decided', 'decided', 'decided', 'signalled', 'imported'),
    via: fc.constantFrom('banner', 'preferences', 'card', 'placeholder', 'api'),
    trusted: fc.boolean(),
    gpc: fc.constantFrom(true, false, null),
    regime: fc.constantFrom('eu', 'us-ca'),
    locale: fc.constantFrom('de', 'fr'),
    choices: fc.dictionary(fc.constantFrom(...purposes), fc.constantFrom('granted', 'denied'), {
      maxKeys: 2,
    }),
    withdrawn: fc.subarray([...purposes]),
  })
  .map((fields) => fields as Event) // the events above are known, which `constantFrom` widens

describe('counts', () => {
  test('are what a full recount of the records gives, for any history, and outlive erasures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 12 }),
        fc.subarray(['ann', 'bo']),
        async (steps, erased) => {
          // Time goes on: each event says how many days after the one before.
          let day = 0
          const events = steps.map((step) => {
            day += step.day
            return { ...step, day }
          })
          expect(await counted(events, erased)).toEqual(recount(events))
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)

  test('hold nothing that a browser made up: erased, it would stay (G1, G3)', async () => {
    const sums = await counted(
      [
        { who: 'ann', day: 0, regime: 'john.doe.born.1970', notice: 'call.john.doe', locale: 'xq-john' },
        { who: 'ann', day: 0, regime: 'us-ca', notice: 'a'.repeat(64), locale: 'gsw-CH' },
      ],
      ['ann'],
    )
    const row = (regime: string, locale: string, notice: string) =>
      sums.get(`2026-11-02|shop.example|decided|${regime}|${locale}|${notice}|`)
    expect([...sums.keys()].join()).not.toContain('john')
    expect([row('other', 'other', 'other'), row('us-ca', 'gsw', 'a'.repeat(64))]).toEqual([1, 1])
  })

  test('name at most sixteen purposes of a record, and count the rest once (F3)', async () => {
    const names = Array.from({ length: 64 }, (_, i) => `purpose-${i}`)
    const choices = Object.fromEntries(names.map((name) => [name, 'granted' as const]))
    const sums = await counted([{ who: 'ann', day: 0, via: 'card', choices, withdrawn: names }])
    const of = (measure: string) => [...sums].filter(([key]) => key.split('|')[2] === measure)
    expect(of('granted')).toHaveLength(17)
    expect(of('granted').map(([, n]) => n)).toEqual(Array.from({ length: 17 }, () => 1))
    expect(sums.size).toBeLessThanOrEqual(3 + 3 * 17)
  })

  const grant: Event = { who: 'ann', day: 0, choices: { analytics: 'granted' } }
  const back = (day: number, more: Partial<Event> = {}): Event => ({
    ...{ who: 'ann', day, via: 'preferences', choices: { analytics: 'denied' }, withdrawn: ['analytics'] },
    ...more,
  })
  test.each<readonly [string, readonly Event[], number]>([
    ['the same day', [grant, back(0)], 1],
    ['on the seventh day', [grant, back(7)], 1],
    ['on the eighth day', [grant, back(8)], 0],
    ['twice, though it was granted once', [grant, back(1), back(2)], 1],
    ['twice, and granted twice', [grant, back(1), { ...grant, day: 2 }, back(3)], 2],
    ['on another site than it was granted', [grant, back(1, { site: 'outlet.example' })], 0],
    ['by somebody else', [grant, back(1, { who: 'bo' })], 0],
    ['after a refusal', [grant, { ...grant, day: 1, choices: { analytics: 'denied' } }, back(2)], 0],
    ['by a signal', [grant, back(1, { event: 'signalled', via: 'signal' })], 1],
    ['of a grant that was imported', [{ ...grant, event: 'imported', via: 'imported' }, back(1)], 0],
  ])('withdrawn %s', async (_, events, regretted) => {
    const sums = await counted(events)
    const of = (measure: string) =>
      [...sums].filter(([key]) => key.split('|')[2] === measure).reduce((sum, [, n]) => sum + n, 0)
    expect(of('regretted')).toBe(regretted)
  })

  test.each([
    ['clock-close', 59_000],
    ['clock-behind', 61_000],
    ['clock-close', -59_000],
    ['clock-ahead', -61_000],
  ])('%s: the browser’s clock is %i ms behind', async (measure, behind) => {
    const sums = await counted([{ who: 'ann', day: 0, at: START - behind }])
    expect(sums.get(`2026-11-02|shop.example|${measure}||||`)).toBe(1)
  })
})
