import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { digestOf, exampleExport, exampleItems, key, notices, sign, vkey } from './export.example.ts'
import { sha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'
import { type VerifyExportOptions, verifyExport } from './verify-export.ts'

const verify = (lines: readonly string[], options?: VerifyExportOptions) =>
  verifyExport([utf8(lines.map((line) => `${line}\n`).join(''))], options)

let lines: string[] = []
beforeAll(async () => {
  lines = (await exampleExport(exampleItems(), { notices })).lines
})

/** The lines with one of them changed. */
const changed = (index: number, change: (line: string) => string) =>
  lines.map((line, i) => (i === index ? change(line) : line))

describe('an export in order', () => {
  test('E1: holds, with the key from elsewhere', async () => {
    const verdict = await verify(lines, { key: vkey })
    expect(verdict).toMatchObject({
      holds: true,
      readable: true,
      trust: 'given key',
      size: 30,
      counts: { record: 22, erased: 7, erasure: 1, notice: 2 },
    })
    // The erased subject's later records lost their predecessors; that is all there is to say.
    expect(verdict.findings.map(({ code, severity, seq }) => [code, severity, seq])).toEqual([
      ['chain', 'remark', 22],
    ])
  })

  test('holds in whatever pieces it arrives', async () => {
    const bytes = utf8(lines.map((line) => `${line}\n`).join(''))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (step) => {
        const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
          bytes.slice(i * step, (i + 1) * step),
        )
        expect((await verifyExport(pieces)).holds).toBe(true)
      }),
      { numRuns: 10 },
    )
  })

  test('says that it believes the file’s own key when none is given', async () => {
    expect(await verify(lines)).toMatchObject({ holds: true, trust: 'key in the file', vkey })
  })

  test('holds when empty', async () => {
    const empty = await exampleExport([])
    expect(await verify(empty.lines)).toMatchObject({ holds: true, size: 0 })
  })
})

describe('TE-5: one changed byte', () => {
  // A bit low, of case, high; a newline; another digit.
  const flips: readonly ((byte: number) => number)[] = [
    (byte) => byte ^ 1,
    (byte) => byte ^ 0x20,
    (byte) => byte ^ 0x80,
    () => 10,
    (byte) => (byte >= 48 && byte <= 57 ? 48 + ((byte - 47) % 10) : byte ^ 2),
  ]

  /** Changes byte `at` and expects a failure that names its line. */
  const expectFound = async (bytes: Uint8Array, at: number, flip: (byte: number) => number) => {
    const changed = bytes.slice()
    changed[at] = flip(bytes[at] as number)
    if (changed[at] === bytes[at]) return
    const line = bytes.slice(0, at).filter((byte) => byte === 10).length + 1
    const { holds, findings } = await verifyExport([changed], { key: vkey })
    const named = findings.some((finding) => finding.severity === 'failure' && finding.line === line)
    if (holds || !named) expect.fail(`byte ${at} (line ${line}): ${JSON.stringify({ holds, findings })}`)
  }

  test('is found anywhere in a small log, and its line named', { timeout: 60_000 }, async () => {
    const record = (n: number) => JSON.stringify({ subject: 'one', n, notice: digestOf('{"é":1}') })
    const items = [{ record: record(0), erasedBy: 2 }, { record: record(1) }, { erases: [0] }]
    const small = await exampleExport(items, { notices: ['{"é":1}'] })
    const bytes = utf8(small.lines.map((line) => `${line}\n`).join(''))
    // One change in turn at each place: all of them everywhere take half a minute, and held.
    for (let at = 0; at < bytes.length; at++)
      await expectFound(bytes, at, flips[at % flips.length] ?? ((byte) => byte ^ 1))
  })

  // All places and changes of this one take minutes; they held when they were tried.
  test('is found in a log of thirty, and its line named', { timeout: 60_000 }, async () => {
    const bytes = utf8(lines.map((line) => `${line}\n`).join(''))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.constantFrom(...flips), (at, flip) =>
        expectFound(bytes, at, flip),
      ),
      { numRuns: 200 },
    )
  })
})

describe('lines', () => {
  test('E4: a missing entry is named, wherever it stood', async () => {
    for (let at = 1; at <= 30; at++) {
      const { holds, findings } = await verify(lines.toSpliced(at, 1))
      expect(holds).toBe(false)
      expect(findings).toContainEqual(expect.objectContaining({ code: 'missing', seq: at - 1 }))
    }
  })

  test('a missing notice is missed', async () => {
    expect(await verify(lines.toSpliced(32, 1))).toMatchObject({ holds: false })
  })

  test('doubled and swapped lines are found', async () => {
    for (let at = 0; at < lines.length - 1; at++) {
      const [a = '', b = ''] = lines.slice(at, at + 2)
      expect((await verify(lines.toSpliced(at, 0, a))).holds, `line ${at + 1} doubled`).toBe(false)
      expect((await verify(lines.toSpliced(at, 2, b, a))).holds, `line ${at + 1} swapped`).toBe(false)
    }
  })

  test('a file that was cut off is found, at every length', async () => {
    const bytes = utf8(lines.map((line) => `${line}\n`).join(''))
    for (let length = 0; length < bytes.length; length += 97) {
      expect((await verifyExport([bytes.slice(0, length)])).holds).toBe(false)
    }
    expect((await verifyExport([bytes.slice(0, -1)])).holds).toBe(false)
  })

  test('added white space, keys and lines are found', async () => {
    expect((await verify(changed(3, (line) => `${line} `))).holds).toBe(false)
    expect((await verify(changed(3, (line) => line.replace('{', '{"a":1,')))).holds).toBe(false)
    expect((await verify([...lines, ''])).holds).toBe(false)
    expect((await verify(lines.map((line) => `${line}\r`))).holds).toBe(false)
  })

  test('a part of a log holds only for those who ask for a part', async () => {
    const items = exampleItems()
    const part = await exampleExport(items, { from: 23, to: 27, notices })
    expect(await verify(part.lines)).toMatchObject({ holds: false, findings: [{ code: 'page' }] })
    expect(await verify(part.lines, { partial: true })).toMatchObject({ holds: true, from: 23, to: 27 })
  })
})

describe('E4: erasures', () => {
  const record = (n: number) => JSON.stringify({ subject: digestOf('one'), n, previous: null })

  test('a record that is gone without an erasure is tampering', async () => {
    const { lines } = await exampleExport([{ record: record(0), erasedBy: 1 }, { record: record(0) }])
    expect(await verify(lines)).toMatchObject({
      holds: false,
      findings: [{ code: 'erasure', line: 2, seq: 0 }],
    })
  })

  test('an erasure covers only the entries that it names', async () => {
    const items = [{ record: record(0), erasedBy: 2 }, { record: record(1), erasedBy: 2 }, { erases: [0] }]
    const { lines } = await exampleExport(items)
    expect(await verify(lines)).toMatchObject({
      holds: false,
      findings: [{ code: 'erasure', line: 3, seq: 1 }],
    })
  })

  test('a record that was erased may not be there', async () => {
    const { lines } = await exampleExport([{ record: record(0) }, { erases: [0] }])
    expect(await verify(lines)).toMatchObject({
      holds: false,
      findings: [{ code: 'erasure', line: 3, seq: 0 }],
    })
  })

  test('nothing erases what is still to come', async () => {
    const { lines } = await exampleExport([{ erases: [1] }, { record: record(0), erasedBy: 0 }])
    expect((await verify(lines)).holds).toBe(false)
  })

  test('a part of a log brings the erasures that cover it', async () => {
    const items = [
      { record: record(0), erasedBy: 3 },
      { record: record(1) },
      { record: record(2) },
      { erases: [0] },
    ]
    const whole = await exampleExport(items)
    const part = await exampleExport(items, { from: 0, to: 2 })
    expect(await verify(part.lines, { partial: true })).toMatchObject({ holds: false })
    expect(await verify([...part.lines, whole.lines[4] ?? ''], { partial: true })).toMatchObject({
      holds: true,
    })
  })
})

describe('keys and checkpoints', () => {
  test('another key than the one given does not hold', async () => {
    const other = vkey.replace('log.example', 'log.exampl')
    expect(await verify(lines, { key: other })).toMatchObject({
      holds: false,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'header', line: 1 })]),
    })
  })

  test('a signature of a stranger beside the log’s own is not carried along unchecked', async () => {
    const stranger = '— witness.example 519lMgAAAABrAN8A\\n'
    const { holds, findings } = await verify(
      changed(0, (line) => line.replace('","from"', `${stranger}","from"`)),
    )
    expect([holds, findings[0]?.message]).toEqual([false, expect.stringContaining('more than one signature')])
  })

  test('E3: a log that is shorter than, or differs from, a kept checkpoint does not hold', async () => {
    const items = exampleItems()
    const early = await exampleExport(items.slice(0, 8))
    const later = await exampleExport([...items, { record: '{}' }])
    const fork = await signCheckpoint({ origin: key.name, size: 8, root: sha256(utf8('fork')) }, key, sign)
    expect((await verify(lines, { checkpoint: early.checkpoint })).findings).not.toContainEqual(
      expect.objectContaining({ code: 'checkpoint' }),
    )
    for (const checkpoint of [later.checkpoint, fork, 'nonsense', early.checkpoint.replace('8', '7')]) {
      expect(await verify(lines, { checkpoint })).toMatchObject({ holds: false })
    }
  })
})

describe('chains', () => {
  const subject = digestOf('one')
  const first = JSON.stringify({ subject, n: 0, previous: null })
  const follows = JSON.stringify({ subject, n: 1, previous: digestOf(first) })
  const strays = JSON.stringify({ subject, n: 1, previous: digestOf('something else') })
  const later = JSON.stringify({ subject, n: 5, previous: digestOf(follows) })

  test.each([
    ['records that follow each other', [first, follows], []],
    ['records that arrived in another order', [follows, first], []],
    [
      'two tabs that used one number',
      [first, follows, strays, JSON.stringify({ subject, n: 2, previous: digestOf(follows) })],
      [2],
    ],
    ['a record that does not follow', [first, strays], [1]],
    ['a number that never came', [first, later], [1]],
    ['a record that is no record', ['[]', 'x', '{"subject":1}'], []],
  ])('D9: %s', async (_, records, seqs) => {
    const { lines } = await exampleExport(records.map((record) => ({ record })))
    const verdict = await verify(lines)
    expect(verdict.holds).toBe(true)
    expect(verdict.findings.map(({ seq }) => seq)).toEqual(seqs)
    expect((await verify(lines, { strict: true })).holds).toBe(seqs.length === 0)
  })
})

describe('E5: hostile files', () => {
  test.each([
    ['nothing', ''],
    ['another file', 'hello\nworld\n'],
    ['one endless line', 'x'.repeat(2_000_000)],
    ['deep nesting', `${'['.repeat(100_000)}\n`],
    ['a prototype', '{"__proto__":{"latchkey":"export","v":1}}\n'],
  ])('%s does not hold and is not readable', async (_, text) => {
    expect(await verifyExport([utf8(text)])).toMatchObject({ holds: false, readable: false })
  })

  test('bytes that are not UTF-8 do not hold', async () => {
    expect((await verifyExport([Uint8Array.of(0xff, 10), utf8(`${lines.join('\n')}\n`)])).holds).toBe(false)
  })

  test('a thousand wrong lines are counted, a hundred are told', async () => {
    const verdict = await verify([lines[0] ?? '', ...Array.from({ length: 1000 }, () => '{}')])
    expect(verdict.findings).toHaveLength(100)
    expect(verdict.found).toBeGreaterThanOrEqual(1000)
  })
})
