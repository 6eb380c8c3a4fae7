import { generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toBase64 } from './base64.ts'
import { signCheckpoint } from './checkpoint.ts'
import { cosignedMessage, cosignersOf, openCosignature, parseWitnessKey } from './cosignature.ts'
import { consentEntry } from './entry.ts'
import { erasureEntry, parseErasureEntry } from './erasure-entry.ts'
import { type EntryLine, formatExportLine } from './export-line.ts'
import { proveInclusion } from './inclusion.ts'
import type { Sign } from './note.ts'
import { openSuccession, parseSuccession, type Succession, successionEntry } from './succession.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { fromUtf8, utf8 } from './utf8.ts'
import { type VerifyExportOptions, verifyExport } from './verify-export.ts'
import { formatVkey, type VerifierKey, verifierKey } from './vkey.ts'

interface Signer {
  readonly key: VerifierKey
  readonly sign: Sign
}

function signer(name: string, seed?: Signer): Signer {
  if (seed) return { key: verifierKey(name, seed.key.key), sign: seed.sign }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const key = verifierKey(name, new Uint8Array(raw))
  return { key, sign: async (message) => new Uint8Array(signBytes(null, message, privateKey)) }
}

const first = signer('log.example')
const second = signer('log.example')
const third = signer('log.example')
const renamed = signer('log.example.r1', third)
const ROOT = new Uint8Array(32).fill(3)
const salt = new Uint8Array(32).fill(1)
const DAY = Date.UTC(2026, 10, 22)

const change = (seq: number, from: Signer, to: Signer, signers = { from, to }): Promise<Uint8Array> =>
  successionEntry(
    {
      kind: from.key.name === to.key.name ? 'key' : 'restore',
      seq,
      at: 5,
      from: from.key,
      to: to.key,
      lost: from.key.name === to.key.name ? null : { size: 9, root: ROOT },
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

const verify = (lines: readonly string[], options: VerifyExportOptions = {}) =>
  verifyExport([utf8(lines.map((line) => `${line}\n`).join(''))], options)

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
      findings: [{ code: 'header', line: 1 }],
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

  test.each([
    ['only the former key signed twice', () => change(1, first, second, { from: first, to: first })],
    ['only the next key signed twice', () => change(1, first, second, { from: second, to: second })],
    ['it was made for another place', () => change(2, first, second)],
  ])('does not hold if %s', async (_, forged) => {
    const all = [consent(1, 'a'), await forged(), consent(2, 'b')]
    const verdict = await verify(await exported(all, { by: second }), { key: formatVkey(first.key) })
    expect(verdict.holds).toBe(false)
    expect(verdict.findings).toContainEqual(expect.objectContaining({ code: 'key', seq: 1, line: 3 }))
  })

  test('does not hold if the log does not go by the key that it changed to', async () => {
    const all = [consent(1, 'a'), await change(1, first, second), consent(2, 'b')]
    for (const by of [first, third]) {
      const verdict = await verify(await exported(all, { by }), { key: formatVkey(by.key) })
      expect(verdict).toMatchObject({ holds: false, findings: [{ code: 'key', line: 1 }] })
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
      code: 'restore',
      severity: 'remark',
      seq: 2,
      message: expect.stringContaining('7 entries'),
    }
    expect(await verify(lines, { key })).toMatchObject({ holds: true, findings: [remark] })
    expect(await verify(lines, { key, strict: true })).toMatchObject({ holds: false })
  })

  test('does not hold against a checkpoint of what was lost', async () => {
    const lines = await exported([...(await after()), consent(4, 'd')], { by: renamed })
    const lost = await checkpointOf([...before, consent(3, 'x'), consent(3, 'y')], third)
    const verdict = await verify(lines, { checkpoint: lost })
    expect(verdict.holds).toBe(false)
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ code: 'checkpoint', message: expect.stringContaining('were lost') }),
    )
    const shared = await checkpointOf(before, third)
    expect(await verify(lines, { checkpoint: shared })).toMatchObject({ holds: true })
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

describe('a succession', () => {
  test('is read as it was written, and any other byte is no succession that both signed', async () => {
    const entry = await change(1, first, second)
    expect(await openSuccession(entry, 1)).toEqual({
      ...{ kind: 'key', seq: 1, at: 5, from: first.key, to: second.key, lost: null },
    } satisfies Succession)
    for (let at = 0; at < entry.length; at++) {
      const changed = entry.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await openSuccession(changed, 1), fromUtf8(entry.slice(at, at + 20)) ?? '').toBeNull()
    }
  })

  test('a restore tells what was lost, and keeps no name', async () => {
    const entry = await change(4, third, renamed)
    expect(await openSuccession(entry, 4)).toMatchObject({ kind: 'restore', lost: { size: 9, root: ROOT } })
    const same = { kind: 'key', seq: 1, at: 5, from: third.key, to: renamed.key, lost: null } as const
    expect(parseSuccession(await successionEntry(same, { from: third.sign, to: third.sign }))).toBeNull()
  })
})

describe('C2SP cosignatures', () => {
  const pair = generateKeyPairSync('ed25519')
  const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')

  test('the vector of the specification sheet verifies', async () => {
    const line =
      '— witness.example/w1 519lMgAAAABrAN8AlT7TMujX5+v4RNNq99I6K3xDLePP1cXgiopeCK3dcYZYZ87xNc6IPLc7dYElNjDdLX/bDx3tWhqSy0lEetU7BQ=='
    const note =
      'consent-log.example/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— consent-log.example/test L+Q5exJT/3rASCo8e/O04G526PpUCZ+bVYnhk/QIFGuk7bwt1B5LNCQAotk/ddxxYbduFAnC3f6RddVsZSMbiNimkQ8=\n'
    const pub = '03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8'
    const key = parseWitnessKey(
      `witness.example/w1+e75f6532+${Buffer.from(`04${pub}`, 'hex').toString('base64')}`,
    )
    if (!key) return expect.fail('the key is malformed')
    expect(await openCosignature(line, note, key)).toBe(1_795_219_200)
    const signed = { name: 'witness.example/w1', time: 1_795_219_200 }
    expect(await cosignersOf(`${note}${line}\n`, [key])).toEqual([signed])
    expect(await cosignersOf(`${note}${line}\n${line}\n`, [key])).toEqual([signed])
    const stranger = { ...key, key: key.key.map((byte) => byte ^ 1) }
    for (const [checkpoint, known] of [
      [note, key],
      [`${note.replace('\n8\n', '\n9\n')}${line}\n`, key],
      [`${note}${line}\n`, stranger],
      ['no note', key],
    ] as const)
      expect(await cosignersOf(checkpoint, [known])).toEqual([])
    expect(await openCosignature(line, note.replace('\n8\n', '\n9\n'), key)).toBeNull()
    expect(await openCosignature(line.replace('AABrAN8A', 'AABrAN8B'), note, key)).toBeNull()
    expect(await openCosignature(`${line}\n${line}`, note, key)).toBeNull()
    expect(raw).toHaveLength(32)
    expect(fromUtf8(cosignedMessage(7, 'x\n'))).toBe('cosignature/v1\ntime 7\nx\n')
  })
})
