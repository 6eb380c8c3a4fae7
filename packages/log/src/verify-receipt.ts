import { fromBase64 } from './base64.ts'
import { sameBytes } from './bytes.ts'
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { attestedEntry, consentEntry } from './entry.ts'
import { verifyInclusion } from './inclusion.ts'
import { parseNote } from './note.ts'
import type { ProvenReceipt } from './receipt-file.ts'
import { parseTlogProof } from './tlog-proof.ts'
import { leafHash } from './tree.ts'
import { utf8 } from './utf8.ts'
import { parseVkey, type VerifierKey } from './vkey.ts'

/**
 * `holds`: everything was checked. `unsigned`: all but the signature, which this browser cannot check. `fails`: it
 * does not hold. `unproven`: there is nothing to check.
 */
export type ReceiptOutcome = 'holds' | 'unsigned' | 'fails' | 'unproven'

/** What came of verifying one receipt. */
export interface ReceiptVerdict {
  readonly outcome: ReceiptOutcome
  /** A sentence. It quotes nothing from the file. */
  readonly message: string
  /** The log's own name, its length as signed, and the record's place in it, where they could be read. */
  readonly origin: string | null
  readonly size: number | null
  readonly seq: number | null
}

const NOWHERE = { origin: null, size: null, seq: null }

/**
 * Verifies a receipt: record → leaf → tree → signature. Never throws; what is not understood does not hold.
 *
 * @param key The log's public key, if it is known from elsewhere. Else the receipt's own is believed.
 */
export async function verifyReceipt(
  { record, received, salt, leaf, proof, vkey }: ProvenReceipt,
  key?: VerifierKey,
): Promise<ReceiptVerdict> {
  const [saltBytes, leafBytes, tlog] = [fromBase64(salt), fromBase64(leaf), parseTlogProof(proof)]
  const note = tlog && parseNote(tlog.checkpoint)
  const said = note && parseCheckpoint(note.text)
  const own = parseVkey(vkey)
  if (saltBytes?.length !== 32 || leafBytes?.length !== 32 || !tlog || !said || !own)
    return { outcome: 'fails', message: 'The receipt is malformed.', ...NOWHERE }

  const where = { origin: said.origin, size: said.size, seq: tlog.index }
  const fails = (message: string): ReceiptVerdict => ({ outcome: 'fails', message, ...where })
  const commitment = { received, salt: saltBytes, record: utf8(record) }
  if (![consentEntry, attestedEntry].some((entry) => sameBytes(leafHash(entry(commitment)), leafBytes)))
    return fails('The record does not belong to its leaf: record, time or salt was changed.')
  if (!verifyInclusion({ ...tlog, ...said, leaf: leafBytes }))
    return fails('The leaf is not in the tree that the checkpoint names.')
  if (key && !(key.name === own.name && sameBytes(key.key, own.key)))
    return fails('It names another key than the one that you gave.')
  if (await openCheckpoint(tlog.checkpoint, [own]))
    return { outcome: 'holds', message: 'The record is in the log, as signed.', ...where }
  if (await knowsEd25519()) return fails('The checkpoint is not signed by the key.')
  return {
    outcome: 'unsigned',
    message: 'The record belongs to the tree; its signature could not be checked here.',
    ...where,
  }
}

/** Chromium has Ed25519 since 137, Firefox since 129, Safari since 17; no browser on pages without https. */
async function knowsEd25519(): Promise<boolean> {
  try {
    // RFC 8032 §7.1, the public key of test 1.
    const key = fromBase64('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=') ?? new Uint8Array()
    await crypto.subtle.importKey('raw', Uint8Array.from(key), 'Ed25519', false, ['verify'])
    return true
  } catch {
    return false // the algorithm, or WebCrypto as a whole, is not there
  }
}
