import type { ConsentRecord } from '@latchkey/record'
import type { ExportAbout, ExportedRecord } from './format.ts'

/** What happened, in a word that can be searched for. */
export type Action = 'shown' | 'granted' | 'refused' | 'partial' | 'withdrawn' | 'signalled' | 'imported'

export function actionOf({ event, choices, withdrawn }: ConsentRecord): Action {
  if (event !== 'decided') return event
  if (withdrawn.length) return 'withdrawn'
  const said = new Set(Object.values(choices))
  if (said.size > 1) return 'partial'
  return said.has('granted') ? 'granted' : 'refused'
}

/** Every field of a record and of its entry, flat, in the order of the CSV's columns. */
export interface Fields {
  readonly seq: number
  /** The ledger's clock, RFC 3339. Authoritative (RE-3). */
  readonly received: string
  /** The browser's clock, RFC 3339. A claim. */
  readonly claimed: string
  readonly action: Action
  readonly event: string
  /** `analytics=granted marketing=denied` */
  readonly choices: string
  /** Purposes, with spaces between. */
  readonly withdrawn: string
  readonly site: string
  readonly policy: string
  readonly via: string
  readonly trusted: boolean
  readonly place: string
  readonly place_by: string
  readonly regime: string
  readonly table: string | null
  readonly gpc: boolean | null
  readonly locale: string
  readonly notice: string | null
  readonly ui: string
  readonly subject: string
  readonly n: number
  readonly previous: string | null
  readonly record: string
  readonly assurance: string
  readonly log: string
  readonly leaf: string
  /** Where the entry's proof is. */
  readonly receipt: string
}

export function fieldsOf(exported: ExportedRecord, about: ExportAbout): Fields {
  const { seq, received, assurance, record, leaf } = exported
  return {
    seq,
    received: new Date(received).toISOString(),
    claimed: new Date(record.at).toISOString(),
    action: actionOf(record),
    event: record.event,
    choices: Object.entries(record.choices)
      .map((pair) => pair.join('='))
      .join(' '),
    withdrawn: record.withdrawn.join(' '),
    site: record.site,
    policy: record.policy,
    via: record.via,
    trusted: record.trusted,
    place: record.place,
    place_by: record.placeBy,
    regime: record.regime,
    table: record.table,
    gpc: record.gpc,
    locale: record.locale,
    notice: record.notice,
    ui: record.ui,
    subject: record.subject,
    n: record.n,
    previous: record.previous,
    record: record.id,
    assurance,
    log: about.origin,
    leaf,
    receipt: receiptAddress(seq, about),
  }
}

/** Where the proof of an entry is to be had. */
export function receiptAddress(seq: number, { base }: ExportAbout): string {
  return `${base}/v1/receipts/${seq}`
}

/** The same, in a sentence for people. */
export function sentenceOf({ action, site }: Fields): string {
  const what = action === 'partial' ? 'granted in part' : action === 'shown' ? 'asked for' : action
  return `Consent ${what} on ${site}`
}
