import { randomBytes } from 'node:crypto'
import { bytesToHex, type VerifierKey, verifierKey } from '@latchkey/log'
import type { Head } from '../store/store.ts'
import { KEK_IN_FORCE } from '../vault/kek-in-force.ts'
import { type GrowingTree, growingTree } from './growing-tree.ts'
import { type ReadLogOptions, readLog } from './read-log.ts'
import { refusal } from './refusal.ts'
import { signedHead } from './write-head.ts'

export interface OpenLogOptions extends Omit<ReadLogOptions, 'setBack'> {
  readonly origin?: string | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

export interface OpenLog {
  readonly origin: string
  readonly verifier: VerifierKey
  readonly tree: GrowingTree
  readonly head: Head
}

/** Opens a log for writing, or refuses it, see `readLog`. A new log starts with a signed nothing. */
export async function openLog(options: OpenLogOptions): Promise<OpenLog> {
  const { store, key, vault, origin: wanted, kept, journal, now = Date.now } = options
  const stored = await store.read.setting('origin')
  if (stored !== null && wanted !== undefined && stored !== wanted) {
    throw refusal('is named otherwise; its checkpoints carry their name for good')
  }
  const read = await readLog(options)
  if (read) {
    const { origin, verifier, tree, head, without } = read
    // Before they are made anew: whoever looks later finds that they were missing.
    if (without.length > 0) {
      await store.transact(async (writer) => {
        for (const what of without)
          await writer.addAccess({
            at: Math.floor(now()),
            who: 'operator',
            what: `start without the ${what}`,
            entries: head.size,
          })
      })
    }
    if ((await store.read.setting(KEK_IN_FORCE)) === null) {
      await store.transact(async (writer) => {
        if ((await writer.setting(KEK_IN_FORCE)) === null) await writer.putSetting(KEK_IN_FORCE, vault.kek)
      })
    }
    await journal?.add(read.unjournaled)
    await kept?.advance(head.note, read.keptIsGivenUp ? (read.kept ?? undefined) : undefined)
    return { origin, verifier, tree, head }
  }
  const origin = stored ?? wanted ?? `latchkey/${bytesToHex(randomBytes(8))}`
  if (!/^[^\s+]{1,200}$/.test(origin))
    throw new Error('[ledger] origin: expected a name without spaces or +.')
  if (((await journal?.read()) ?? []).length) throw refusal('is empty, but erasures were journaled of it')
  const verifier = verifierKey(origin, key.publicKey)
  const tree = growingTree()
  const head = { size: 0, note: await signedHead(tree, [{ verifier, sign: key.sign }]) }
  const begun = await store.transact(async (writer) => {
    if (await writer.head()) return false
    await writer.putSetting('origin', origin)
    await writer.putSetting(KEK_IN_FORCE, vault.kek)
    await writer.addHead(head)
    return true
  })
  // Another process has begun it meanwhile.
  if (!begun) return openLog(options)
  await journal?.add([])
  await kept?.advance(head.note)
  return { origin, verifier, tree, head }
}
