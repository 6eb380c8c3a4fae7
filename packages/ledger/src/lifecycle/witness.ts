import {
  openCosignature,
  parseNote,
  parseWitnessKey,
  proveConsistency,
  toBase64,
  type WitnessKey,
} from '@latchkey/log'
import { tileNodes } from '../log/tile-nodes.ts'
import type { Head, LogReader } from '../store/store.ts'
import { ask, checkedAddress } from './ask.ts'

export interface WitnessOptions {
  /** Prefix of the witness's addresses: `<address>/add-checkpoint` takes checkpoints. */
  readonly address: string
  /** Its verifier key: `name+id+key`, of the type of Ed25519 cosignatures. */
  readonly key: string
  /** Milliseconds for one question. @default 5000 */
  readonly timeout?: number | undefined
}

/** A checkpoint with a witness's signature. */
export interface Cosigned {
  readonly size: number
  /** The note as the log signed it. */
  readonly note: string
  /** The witness's signature line. */
  readonly line: string
}

export type WitnessAnswer =
  | { readonly ok: true; readonly cosigned: Cosigned }
  /**
   * `away`: ask again later. `ahead`: it has seen a longer log than ours, so ours was set back, or its word is worth
   * nothing. `refused`: it does not know the log, its key or the proof; `unsigned`: what it answered is no signature.
   */
  | {
      readonly ok: false
      readonly reason: 'away' | 'ahead' | 'refused' | 'unsigned'
      readonly seen: number | null
    }

export interface Witness {
  readonly name: string
  /** Shows it the newest checkpoint. `seen`: the size that it saw last, as far as we know. */
  show(read: LogReader, head: Head, seen: number): Promise<WitnessAnswer>
  /** Whether this is its signature over this note. */
  signed(cosigned: Cosigned): Promise<boolean>
}

/**
 * A C2SP witness (tlog-witness v1): it sees every tree grow from the one before, so nobody can be shown another history
 * than everybody else. It is asked beside the commits, not in them.
 *
 * @throws A sentence, if the address or the key is none.
 */
export function witness({ address, key: line, timeout = 5000 }: WitnessOptions): Witness {
  const prefix = checkedAddress(address, 'witness').replace(/\/$/, '')
  const key: WitnessKey | null = parseWitnessKey(line.trim())
  if (!key)
    throw new Error(
      '[ledger] witness: expected a verifier key of a cosigner (name+id+key), got something else.',
    )

  const post = async (read: LogReader, { size, note }: Head, old: number) => {
    const proof =
      old > 0 && old < size ? proveConsistency(old, size, await tileNodes(read, size, old - 1, old)) : []
    const body = [`old ${old}`, ...proof.map(toBase64), '', note].join('\n')
    return ask(`${prefix}/add-checkpoint`, {
      ...{ method: 'POST', body, timeout },
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  }

  return {
    name: key.name,
    signed: async ({ note, line }) => (await openCosignature(line, note, key)) !== null,
    async show(read, head, seen) {
      let old = Math.min(seen, head.size)
      for (let tries = 0; tries < 2; tries++) {
        const answer = await post(read, head, old)
        if (!answer || answer.status >= 500 || answer.status === 429)
          return { ok: false, reason: 'away', seen: null }
        if (answer.status === 409) {
          const size = sizeIn(answer.headers, answer.text)
          if (size === null) return { ok: false, reason: 'refused', seen: null }
          if (size > head.size) return { ok: false, reason: 'ahead', seen: size }
          old = size
          continue
        }
        if (answer.status !== 200) return { ok: false, reason: 'refused', seen: null }
        // There may be several, of keys that we do not know.
        for (const line of (answer.text ?? '').split('\n').slice(0, 16)) {
          if (line !== '' && (await openCosignature(line, head.note, key)) !== null)
            return { ok: true, cosigned: { ...head, line } }
        }
        return { ok: false, reason: 'unsigned', seen: null }
      }
      return { ok: false, reason: 'away', seen: old }
    },
  }
}

/** A note with a witness's line below the log's own. */
export function withCosignature({ note, line }: Cosigned): string {
  return parseNote(`${note}${line}\n`) ? `${note}${line}\n` : note
}

function sizeIn(headers: Headers, text: string | null): number | null {
  const isSize = headers.get('content-type')?.trim() === 'text/x.tlog.size'
  const [, digits] = /^(0|[1-9]\d{0,15})\n$/.exec(text ?? '') ?? []
  return isSize && digits !== undefined && Number.isSafeInteger(Number(digits)) ? Number(digits) : null
}
