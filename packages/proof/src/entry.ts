import type { ConsentRecord, Receipt } from '@latchkey/record'

/**
 * `pending`: no receipt yet. `kept`: the ledger has it. `refused`: the ledger will not have it. `local`: there is no
 * ledger; it is on this device only.
 */
export type EntryState = 'pending' | 'kept' | 'refused' | 'local'

/** A record in the outbox. */
export interface Entry {
  readonly state: EntryState
  /** Empty once it is no longer needed. */
  readonly secret: string
  /** The record's exact bytes. */
  readonly text: string
  /** The notice document that the record names; empty if there is none or it is no longer needed. */
  readonly notice: string
  readonly record: ConsentRecord
  readonly receipt: Receipt | null
  /** What makes the receipt verifiable; comes some time after it. */
  readonly proof: ReceiptProof | null
}

/** What, together with record and receipt, anybody can verify offline (RE-7). */
export interface ReceiptProof {
  /** When the ledger took the record, milliseconds since 1970. */
  readonly received: number
  /** base64; with it the leaf can be made from the record. */
  readonly salt: string
  /** C2SP tlog-proof: place, path, signed checkpoint. */
  readonly proof: string
  /** The key that signed, as the ledger names it. */
  readonly vkey: string
}

/** One line each; JSON has no raw line breaks, and the notice comes last. */
export function pack({ secret, text, notice }: Pick<Entry, 'secret' | 'text' | 'notice'>): string {
  return `${secret}\n${text}\n${notice}`
}

/** Reads what `pack` wrote; `null` if it is something else, since anybody on the page can write there. */
export function unpack(
  packed: unknown,
  state: EntryState = 'pending',
  receipt: Receipt | null = null,
  proof: ReceiptProof | null = null,
): Entry | null {
  try {
    // A text is expected; anything else throws here and is not ours either.
    const [secret = '', text = '', ...notice] = (packed as string).split('\n')
    const record: unknown = JSON.parse(text)
    return isRecord(record)
      ? { state, secret, text, notice: notice.join('\n'), record, receipt, proof }
      : null
  } catch {
    return null // not JSON, so not ours
  }
}

/** Only what the outbox and the history go by; the ledger looks at the rest. */
function isRecord(value: unknown): value is ConsentRecord {
  const { id, n, at, choices } = value as Partial<Record<keyof ConsentRecord, unknown>>
  return (
    typeof id === 'string' &&
    typeof n === 'number' &&
    typeof at === 'number' &&
    !!choices &&
    typeof choices === 'object'
  )
}
