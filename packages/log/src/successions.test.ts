import { describe, expect, test } from 'vitest'
import { toBase64 } from './base64.ts'
import { signCheckpoint } from './checkpoint.ts'
import { consentEntry } from './entry.ts'
import { erasureEntry, parseErasureEntry } from './erasure-entry.ts'
import { verify } from './export.example.ts'
import { type EntryLine, formatExportLine } from './export-line.ts'
import { proveInclusion } from './inclusion.ts'
import { type Signer, signer } from './signer.example.ts'
import { parseSuccession, successionEntry } from './succession.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { utf8 } from './utf8.ts'
import { formatVkey } from './vkey.ts'

const first = signer('log.example')
const second = signer('log.example')
const third = signer('log.example')
const renamed = signer('log.example.r1', third)
const ROOT = new Uint8Array(32).fill(3)
const salt = new Uint8Array(32).fill(1)
const DAY = Date.UTC(2026, 10, 22)

const change = (
  seq: number,
  from: Signer,
  to: Signer,
  signers = { from, to },
  size = 9,
): Promise<Uint8Array> =>
  successionEntry(
    {
      kind: from.key.name === to.key.name ? 'key' : 'restore',
      seq,
      at: 5,
      from: from.key,
      to: to.key,
      lost: from.key.name === to.key.name ? null : { size, root: ROOT },
    },
    { from: signers.from.sign, to: signers.to.sign },
  )
const consent = (received: number, text: string) => consentEntry({ received, salt, record: utf8(text) })

type Line = (at: number, entry: string, rest: { leaf: string; proof: readonly string[] }) => EntryLine

/** An export of entries; `lines` says how each stands in it. */
async function exported(
  entries: readonly Uint8Array[],
  {
    by,
    from = 0,
    to = entries.length,
    supports = [] as readonly number[],
    erased = new Map<number, number>(),
  }: {
    by: Signer
    from?: number
    to?: number
    supports?: readonly number[]
    erased?: ReadonlyMap<number, number>
  },
): Promise<string[]> {
  const read = nodesOf(entries.map(leafHash))
  const size = entries.length
  const checkpoint = await checkpointOf(entries, by)
  const line: Line = (seq, entry, { leaf, proof }) => {
    const bytes = entries[seq] ?? new Uint8Array()
    const gone = erased.get(seq)
    const kind = parseSuccession(bytes)?.kind ?? (parseErasureEntry(bytes) ? 'erasure' : 'sealed')
    return gone === undefined
      ? { seq, kind, entry, leaf, proof }
      : { seq, kind: 'erased', entry, leaf, proof, by: gone }
  }
  const seqs = [...Array.from({ length: to - from }, (_, i) => from + i), ...supports]
  const lines = seqs.map((seq) => {
    const entry = entries[seq] ?? new Uint8Array()
    const proof = proveInclusion(seq, size, read).map(toBase64)
    return line(seq, toBase64(entry), { leaf: toBase64(leafHash(entry)), proof })
  })
  const header = {
    latchkey: 'export',
    v: 1,
    origin: by.key.name,
    vkey: formatVkey(by.key),
    checkpoint,
  } as const
  return [{ ...header, from, to, notices: 0 }, ...lines].map(formatExportLine)
}

const checkpointOf = (entries: readonly Uint8Array[], { key, sign }: Signer) =>
  signCheckpoint(
    {
      origin: key.name,
      size: entries.length,
      root: treeRoot(entries.length, nodesOf(entries.map(leafHash))),
    },
    key,
    sign,
  )

describe('E6: a log that changed its key twice', () => {
  const entries = async () => [
    consent(1, 'a'),
    await change(1, first, second),
    consent(2, 'b'),
    await change(3, second, third),
    consent(3, 'c'),
  ]

  test.each([
    ['the first key', first],
    ['the second', second],
    ['the newest', third],
  ])('holds with %s', async (_, { key }) => {
    const verdict = await verify(await exported(await entries(), { by: third }), {
      key: formatVkey(key),
      strict: true,
    })
    expect(verdict).toMatchObject({ holds: true, found: 0, counts: { key: 2, sealed: 3 } })
  })

  test('does not hold with a key that it never had', async () => {
    const key = formatVkey(signer('log.example').key)
    expect(await verify(await exported(await entries(), { by: third }), { key })).toMatchObject({
      holds: false,
      findings: [
        { code: 'header', line: 1, message: 'The export is signed by another key than the one given.' },
      ],
    })
  })

  test('an export of a part brings the changes that it needs', async () => {
    const all = await entries()
    const part = { by: third, from: 2, to: 3 }
    const key = formatVkey(first.key)
    const whole = await verify(await exported(all, { ...part, supports: [1, 3] }), { key, partial: true })
    expect(whole).toMatchObject({ holds: true, found: 0 })
    for (const supports of [[], [1], [3], [3, 1], [1, 1, 3]]) {
      const verdict = await verify(await exported(all, { ...part, supports }), { key, partial: true })
      expect(verdict.holds, supports.join()).toBe(false)
    }
  })

  test('a change stands once, in its place or beyond the part', async () => {
    const all = await entries()
    for (const from of [0, 1]) {
      const { findings } = await verify(await exported(all, { by: third, from, supports: [1] }), {
        partial: true,
      })
      expect(findings).toContainEqual({
        ...{ code: 'order', severity: 'failure', line: 7 - from, seq: 1 },
        message: `Entry 1 on line ${7 - from} stands twice or out of order.`,
      })
    }
  })

  test('a kept checkpoint holds if it is signed by the key of its time, and by no other', async () => {
    const all = await entries()
    const lines = await exported(all, { by: third })
    for (const size of [0, 1, 2, 3, 4, 5]) {
      for (const by of [first, second, third]) {
        const checkpoint = await checkpointOf(all.slice(0, size), by)
        const due = size <= 1 ? first : size <= 3 ? second : third
        expect((await verify(lines, { checkpoint })).holds, `${size}`).toBe(by === due)
      }
    }
    const other = [...all.slice(0, 2), consent(2, 'B')]
    expect((await verify(lines, { checkpoint: await checkpointOf(other, second) })).holds).toBe(false)
  })

  test('a kept checkpoint that another key of the log signed is not one of its time', async () => {
    const all = await entries()
    const checkpoint = await checkpointOf(all, first)
    expect(await verify(await exported(all, { by: third }), { checkpoint })).toMatchObject({
      findings: [
        {
          ...{ code: 'checkpoint', severity: 'failure', line: null, seq: null },
          message: 'The checkpoint that was kept is not signed by the key of this export.',
        },
      ],
    })
  })

  test('a part of a log may bring a change that came before one that is in it', async () => {
    const part = await exported(await entries(), { by: third, from: 2, supports: [1] })
    expect(await verify(part, { key: formatVkey(first.key), partial: true })).toMatchObject({
      ...{ holds: true, found: 0, counts: { key: 2, sealed: 2 } },
    })
  })

  test.each([
    ['only the former key signed twice', () => change(1, first, second, { from: first, to: first })],
    ['only the next key signed twice', () => change(1, first, second, { from: second, to: second })],
    ['it was made for another place', () => change(2, first, second)],
  ])('does not hold if %s', async (_, forged) => {
    const all = [consent(1, 'a'), await forged(), consent(2, 'b')]
    const verdict = await verify(await exported(all, { by: second }), { key: formatVkey(first.key) })
    expect(verdict.holds).toBe(false)
    const message = 'Entry 1 names another key and is not signed by both.'
    expect(verdict.findings).toContainEqual({ code: 'key', severity: 'failure', seq: 1, line: 3, message })
  })

  test('does not hold if the log does not go by the key that it changed to', async () => {
    const all = [consent(1, 'a'), await change(1, first, second), consent(2, 'b')]
    for (const by of [first, third]) {
      const verdict = await verify(await exported(all, { by }), { key: formatVkey(by.key) })
      expect(verdict).toMatchObject({
        holds: false,
        findings: [
          {
            code: 'key',
            line: 1,
            seq: 1,
            message: 'The changes of keys in this file do not lead to its key.',
          },
        ],
      })
    }
  })
})

describe('E3, G4: a log that was restored', () => {
  const before = [consent(1, 'a'), consent(2, 'b')]
  const after = async () => [...before, await change(2, third, renamed), consent(3, 'c')]

  test('holds with the former name’s key and says what was lost; strictly, it does not', async () => {
    const lines = await exported(await after(), { by: renamed })
    const key = formatVkey(third.key)
    const remark = {
      ...{ code: 'restore', severity: 'remark', line: null, seq: 2 },
      message: 'The log was restored from a backup at entry 2: 7 entries that had been signed are lost.',
    }
    expect(await verify(lines, { key })).toMatchObject({ holds: true, findings: [remark] })
    expect(await verify(lines, { key, strict: true })).toMatchObject({ holds: false })
  })

  test('does not hold against a checkpoint of what was lost', async () => {
    const lines = await exported([...(await after()), consent(4, 'd')], { by: renamed })
    const lost = await checkpointOf([...before, consent(3, 'x'), consent(3, 'y')], third)
    const verdict = await verify(lines, { checkpoint: lost })
    expect(verdict.holds).toBe(false)
    expect(verdict.findings).toContainEqual({
      ...{ code: 'checkpoint', severity: 'failure', line: null, seq: 2 },
      message:
        'The checkpoint that was kept covers entries that were lost. The log was restored from a backup at entry 2: 2 entries that had been signed are lost.',
    })
    const shared = await checkpointOf(before, third)
    expect(await verify(lines, { checkpoint: shared })).toMatchObject({ holds: true })
  })
})

describe('E3: checkpoints that were kept of a log that was restored', () => {
  const strange = 'The checkpoint that was kept is not signed by the key of this export.'
  const messages = async (lines: readonly string[], kept: Promise<string>) =>
    (await verify(lines, { checkpoint: await kept })).findings
      .filter(({ code }) => code === 'checkpoint')
      .map(({ message }) => message)

  test('do not count as lost if another than the former key signed them', async () => {
    const entries = [consent(1, 'a'), await change(1, third, renamed), consent(2, 'b')]
    const lines = await exported(entries, { by: renamed })
    expect(await messages(lines, checkpointOf(entries, signer('log.example')))).toContain(strange)
    expect(await messages(lines, checkpointOf(entries, signer('other.example')))).toContain(strange)
    expect(await messages(lines, checkpointOf(entries, renamed))).toEqual([])
  })

  test('do not count as lost if they end before the restore', async () => {
    const entries = [consent(1, 'a'), await change(1, first, third), await change(2, third, renamed)]
    const lines = await exported(entries, { by: renamed })
    expect(await messages(lines, checkpointOf(entries.slice(0, 1), third))).toEqual([strange])
    expect(await messages(lines, checkpointOf(entries.slice(0, 2), third))).toEqual([])
  })

  test('are told which restore lost them', async () => {
    const again = signer('log.example.r2', third)
    const entries = [
      consent(1, 'a'),
      await change(1, third, renamed),
      await change(2, renamed, again),
      consent(2, 'b'),
    ]
    const lines = await exported(entries, { by: again })
    expect(await messages(lines, checkpointOf(entries, renamed))).toContainEqual(
      expect.stringContaining('at entry 2: 2 entries'),
    )
    expect(await messages(lines, checkpointOf(entries.slice(0, 3), third))).toContainEqual(
      expect.stringContaining('at entry 1: 2 entries'),
    )
  })

  test.each([
    [1, 'The log was restored from a backup at entry 1.'],
    [3, 'The log was restored from a backup at entry 1: 2 entries that had been signed are lost.'],
  ])('a restore after %i signed entries, at entry 1, says what is lost', async (size, message) => {
    const restore = await change(1, third, renamed, undefined, size)
    const { findings } = await verify(await exported([consent(1, 'a'), restore], { by: renamed }))
    expect(findings.map((finding) => finding.message)).toEqual([message])
  })
})

describe('G5: retention', () => {
  const day = '2026-11-22'
  const log = (received: number) => [
    consent(received, 'a'),
    erasureEntry({ at: DAY, before: day, entries: [0] }),
  ]

  test.each([
    ['the day before', DAY - 1, true],
    ['the day itself', DAY, false],
  ])('may take what came on %s: %j', async (_, received, holds) => {
    const lines = await exported(log(received), { by: first, erased: new Map([[0, 1]]) })
    const verdict = await verify(lines)
    expect(verdict.holds).toBe(holds)
    if (!holds) expect(verdict.findings).toMatchObject([{ code: 'erasure', seq: 0, line: 2 }])
  })

  test.each(['2026-11-31', '2026-1-1', '', 'yesterday'])('has no leaf for the day %j', (before) => {
    expect(parseErasureEntry(erasureEntry({ at: DAY, before, entries: [0] }))).toBeNull()
  })
})
