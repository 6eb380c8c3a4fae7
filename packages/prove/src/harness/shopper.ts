import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { FIRST, type Link, linkAfter, writeRecord } from '@latchkey/record'

export const SITE = 'shop.example'

export interface Made {
  readonly id: string
  /** The exact text. */
  readonly text: string
  readonly secret: string
}

/** A browser that decides again and again. Its records follow each other; after some it is somebody else. */
export interface Shopper {
  decide(fields?: Partial<Parameters<typeof writeRecord>[0]>): Made
}

/** A ledger lets one subject send 500 records at once; nobody decides that often. */
const RECORDS_OF_ONE = 100

export function shopper(): Shopper {
  let secret = ''
  let subject = ''
  let link: Link = FIRST
  let made = 0
  return {
    decide(fields = {}) {
      if (made % RECORDS_OF_ONE === 0) {
        secret = randomBytes(16).toString('hex')
        subject = createHash('sha256').update(secret).digest('hex')
        link = FIRST
      }
      made += 1
      const id = randomUUID()
      const text = writeRecord({
        v: 1,
        id,
        site: SITE,
        subject,
        ...link,
        at: Date.now(),
        event: 'decided',
        choices: { analytics: 'granted', marketing: 'denied', chat: 'denied' },
        withdrawn: [],
        via: 'banner',
        trusted: true,
        place: 'DE',
        placeBy: 'server',
        regime: 'eu',
        table: null,
        gpc: null,
        policy: '2026-11',
        notice: null,
        locale: 'de',
        ui: '0.1.0',
        ...fields,
      })
      link = linkAfter(link.n, text)
      return { id, text, secret }
    },
  }
}

/** The body that delivers them; all of one subject. */
export function submissionOf(records: readonly Made[]): string {
  return JSON.stringify({ site: SITE, secret: records[0]?.secret, records: records.map(({ text }) => text) })
}
