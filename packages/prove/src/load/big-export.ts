import { createHmac, generateKeyPairSync, hash, randomBytes, sign as signBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import {
  formatExportLine,
  formatVkey,
  inclusionProver,
  type ReadNode,
  signCheckpoint,
  treeRoot,
  verifierKey,
} from '@latchkey/log'
import { shopper } from '../harness/shopper.ts'

const ORIGIN = 'log.example/big'

/** Writes an export of that many records, as a ledger would have, without a ledger. Answers its public key. */
export async function writeBigExport(file: string, size: number): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const key = verifierKey(ORIGIN, new Uint8Array(Buffer.from(x, 'base64url')))
  const people = Array.from({ length: 100 }, shopper)
  const levels: Buffer[] = [Buffer.alloc(size * 32)]
  const salts = randomBytes(size * 32)
  const [leaves = Buffer.alloc(0)] = levels
  const records: string[] = []
  for (let seq = 0; seq < size; seq++) {
    const record = people[seq % people.length]?.decide().text ?? ''
    records.push(record)
    leafOf(record, salts.subarray(seq * 32, seq * 32 + 32), RECEIVED + seq).copy(leaves, seq * 32)
  }
  for (let height = 0; size >> (height + 1) > 0; height++) {
    const below = levels[height] ?? leaves
    const above = Buffer.alloc((size >> (height + 1)) * 32)
    for (let at = 0; at < above.length; at += 32)
      hash('sha256', Buffer.concat([ONE, below.subarray(at * 2, at * 2 + 64)]), 'buffer').copy(above, at)
    levels.push(above)
  }
  const read: ReadNode = (height, index) =>
    levels[height]?.subarray(index * 32, index * 32 + 32) ?? Buffer.alloc(0)
  const prove = inclusionProver(size, read)
  const checkpoint = await signCheckpoint(
    { origin: ORIGIN, size, root: treeRoot(size, read) },
    key,
    async (message) => new Uint8Array(signBytes(null, message, privateKey)),
  )
  const out = createWriteStream(file)
  const vkey = formatVkey(key)
  const header = {
    latchkey: 'export',
    v: 1,
    origin: ORIGIN,
    vkey,
    checkpoint,
    from: 0,
    to: size,
    notices: 0,
  } as const
  let page = `${formatExportLine(header)}\n`
  for (let seq = 0; seq < size; seq++) {
    const line = formatExportLine({
      seq,
      kind: 'record',
      received: RECEIVED + seq,
      salt: salts.toString('base64', seq * 32, seq * 32 + 32),
      record: records[seq] ?? '',
      leaf: leaves.toString('base64', seq * 32, seq * 32 + 32),
      proof: prove(seq).map((step) => Buffer.from(step).toString('base64')),
    })
    page += `${line}\n`
    if (page.length < 1 << 20) continue
    if (!out.write(page)) await once(out, 'drain')
    page = ''
  }
  out.end(page)
  await once(out, 'finish')
  return vkey
}

const RECEIVED = 1_790_000_000_000
const ZERO = Uint8Array.of(0)
const ONE = Uint8Array.of(1)
const TAG = Buffer.from('consent-leaf/v1\0')

/** As docs/verify.md lays an entry out. */
function leafOf(record: string, salt: Buffer, received: number): Buffer {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(received))
  const commitment = createHmac('sha256', salt).update(record).digest()
  return hash('sha256', Buffer.concat([ZERO, TAG, time, commitment]), 'buffer')
}
