import type { Answer, PurposeId, Via } from '@latchkey/core'
import type { ConsentRecord, Receipt } from '@latchkey/record'
import type { Entry, EntryState, ReceiptProof } from './entry.ts'

/** One of the shopper's own records, as the preferences show it and let it be downloaded (RE-7). */
export interface HistoryEntry {
  readonly id: string
  /** Milliseconds since 1970, by this device's clock. */
  readonly at: number
  readonly event: ConsentRecord['event']
  readonly choices: Readonly<Record<PurposeId, Answer>>
  readonly via: Via
  /** `pending` until the ledger has it, then `kept`, or `refused` for good; `local` where there is no ledger. */
  readonly state: EntryState
  /** The record's exact bytes: what the receipt is about. */
  readonly text: string
  readonly receipt?: Receipt | undefined
  /** What makes the receipt verifiable by anybody, offline; fetched some time after it. */
  readonly proof?: ReceiptProof | undefined
}

export function historyEntry({ record, state, text, receipt, proof }: Entry): HistoryEntry {
  const { id, at, event, via } = record
  const choices: Record<PurposeId, Answer> = Object.create(null)
  for (const [purpose, answer] of Object.entries(record.choices)) {
    if (answer === 'granted' || answer === 'denied') choices[purpose] = answer
  }
  return {
    id,
    at,
    event,
    choices,
    via,
    state,
    text,
    receipt: receipt ?? undefined,
    proof: proof ?? undefined,
  }
}
