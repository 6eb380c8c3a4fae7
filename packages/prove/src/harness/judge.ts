import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Problems } from '../proof.ts'
import { type Memo, mth } from '../rfc6962.ts'
import { type LedgerProcess, latchkey, TOKEN } from './ledger-process.ts'
import type { Made } from './shopper.ts'
import type { Acknowledged } from './writers.ts'

export interface JudgeOptions {
  readonly ledger: Pick<LedgerProcess, 'url' | 'vkey'>
  /** Where the export is put. */
  readonly folder: string
  /** All that anybody sent; `null` if others wrote too. */
  readonly sent: ReadonlyMap<string, Made> | null
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** Signed checkpoints that somebody outside has kept. */
  readonly checkpoints: readonly string[]
  readonly problems: Problems
}

export interface Judgement {
  readonly stored: number
  readonly entries: number
}

interface Line {
  readonly kind?: string
  readonly seq?: number
  readonly leaf?: string
  readonly record?: string
  readonly checkpoint?: string
}

/**
 * What has to hold in the end, whatever happened before: all that was acknowledged is stored, each once, in the very
 * place and bytes of its receipt; nothing else is stored; the export verifies with the key and with a
 * checkpoint kept outside; and the tree, hashed again by another hand, has the signed roots.
 */
export async function judge(options: JudgeOptions): Promise<Judgement> {
  const { ledger, folder, sent, acknowledged, checkpoints, problems } = options
  const file = join(folder, 'judged.jsonl')
  const response = await fetch(`${ledger.url}/v1/export?format=jsonl`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  if (!response.ok || !response.body) {
    problems.add(`The export is answered with ${response.status}.`)
    return { stored: 0, entries: 0 }
  }
  await pipeline(response.body, createWriteStream(file))

  const kept = join(folder, 'judged.checkpoint')
  const newest = checkpoints.at(-1)
  if (newest !== undefined) await writeFile(kept, newest)
  const verdict = await latchkey([
    'verify',
    file,
    '--key',
    ledger.vkey,
    ...(newest ? ['--checkpoint', kept] : []),
  ])
  if (verdict.code !== 0)
    problems.add(`latchkey verify ends with ${verdict.code}: ${verdict.output.slice(0, 300)}`)

  const stored = new Map<string, { seq: number; text: string; leaf: string }>()
  const leaves: Buffer[] = []
  let signed = ''
  for (const text of (await readFile(file, 'utf8')).trimEnd().split('\n')) {
    const line = JSON.parse(text) as Line
    if (line.checkpoint) signed = line.checkpoint
    if (line.seq === undefined || line.leaf === undefined) continue
    leaves[line.seq] = Buffer.from(line.leaf, 'base64')
    if (line.kind !== 'record' || line.record === undefined) continue
    const { id } = JSON.parse(line.record) as { id: string }
    if (stored.has(id))
      problems.add(`Record ${id} is stored twice, at ${stored.get(id)?.seq} and ${line.seq}.`)
    stored.set(id, { seq: line.seq, text: line.record, leaf: line.leaf })
    if (sent && sent.get(id)?.text !== line.record)
      problems.add(`Record ${id} at ${line.seq} is not what was sent.`)
  }
  if (sent)
    for (const id of stored.keys())
      if (!acknowledged.has(id)) problems.add(`Record ${id} is stored, and nobody has a receipt for it.`)
  for (const { id, seq, leaf } of acknowledged.values()) {
    const found = stored.get(id)
    if (!found) problems.add(`Record ${id} was acknowledged as ${seq} and is not stored.`)
    else if (found.seq !== seq || found.leaf !== leaf)
      problems.add(`Record ${id} is not where its receipt says.`)
  }
  const memo: Memo = new Map()
  for (const note of [signed, ...checkpoints]) {
    const [, size = '', root = ''] = note.split('\n')
    const found = Number(size) <= leaves.length && mth(leaves, 0, Number(size), memo).toString('base64')
    if (found !== root)
      problems.add(`The first ${size} entries do not have the root that was signed for them.`)
  }
  return { stored: stored.size, entries: leaves.length }
}
