import { formatVkey, leafHash, successionEntry, verifierKey } from '@latchkey/log'
import { catchUp } from '../log/catch-up.ts'
import { type OpenLogOptions, openLog } from '../log/open-log.ts'
import { withSuccession } from '../log/read-chain.ts'
import type { SigningKey } from '../log/signing-key.ts'
import { writeHead } from '../log/write-head.ts'

export interface RotateKeyOptions extends OpenLogOptions {
  /** Signs from now on. */
  readonly next: SigningKey
  readonly now: () => number
}

/** A change of the signing key. */
export interface KeyRotation {
  /** The log entry that says so, signed by both keys. */
  readonly entry: number
  /** The former key, and the one that signs from now on, as C2SP verifier keys. */
  readonly from: string
  readonly to: string
}

/**
 * Goes on with another signing key: an entry signed by both keys says so, and the checkpoint that ends with it is signed
 * by both (threat model E6). A process that still has the former key stops at its next commit.
 */
export async function rotateKey(options: RotateKeyOptions): Promise<KeyRotation> {
  const { store, key, next, kept, now } = options
  const { origin, verifier, tree } = await openLog(options)
  const successor = verifierKey(origin, next.publicKey)
  if (formatVkey(successor) === formatVkey(verifier)) {
    throw new Error('[ledger] rotate-key: expected another key, got the one that signs already.')
  }
  const { head, seq } = await store.transact(async (writer) => {
    await catchUp(tree, writer, verifier)
    const seq = tree.size()
    const entry = await successionEntry(
      { kind: 'key', seq, at: Math.floor(now()), from: verifier, to: successor, lost: null },
      { from: key.sign, to: next.sign },
    )
    await writer.addEntry(seq, entry)
    tree.append(leafHash(entry))
    await writer.putSetting(...(await withSuccession(writer, seq)))
    const signers = [
      { verifier, sign: key.sign },
      { verifier: successor, sign: next.sign },
    ] as const
    return { head: await writeHead(writer, tree, signers), seq }
  })
  await kept?.advance(head.note)
  return { entry: seq, from: formatVkey(verifier), to: formatVkey(successor) }
}
