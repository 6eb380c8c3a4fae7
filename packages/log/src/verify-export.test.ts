import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import {
  altered,
  digestOf,
  exampleExport,
  exampleItems,
  key,
  notices,
  sign,
  verify,
  vkey,
} from './export.example.ts'
import { sha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'
import { verifyExport } from './verify-export.ts'

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

describe('what the file says of itself', () => {
  const nothing = { record: 0, attested: 0, sealed: 0, erased: 0, erasure: 0, key: 0, restore: 0, notice: 0 }
  const closed = {
    ...{ holds: false, readable: true, trust: 'given key', vkey: null, size: 0, from: 0, to: 0 },
    ...{ counts: nothing, found: 1 },
  }
  const header = {
    ...{ code: 'header', severity: 'failure', line: 1, seq: null },
    message: 'Line 1 is not the header of an export, or has been altered.',
  }

  test('is not believed without a header, whatever follows', async () => {
    expect(
      await verify(
        changed(0, () => 'x'),
        { key: vkey },
      ),
    ).toEqual({ ...closed, findings: [header] })
    expect(await verify(lines.slice(1), { key: vkey })).toEqual({ ...closed, findings: [header] })
    expect(await verify(['x'], { key: vkey })).toEqual({ ...closed, readable: false, findings: [header] })
  })

  test('is not believed if its header does not open', async () => {
    const message = 'The key on line 1 is malformed or belongs to another log.'
    expect(
      await verify(
        changed(0, (line) => altered(line, { vkey: 'x' })),
        { key: vkey },
      ),
    ).toEqual({
      ...{ ...closed, findings: [{ ...header, message }] },
    })
  })

  test('is nothing if it is empty', async () => {
    const empty = {
      code: 'unreadable',
      severity: 'failure',
      line: null,
      seq: null,
      message: 'The file is empty.',
    }
    expect(await verify([])).toEqual({
      ...{ ...closed, readable: false, trust: 'key in the file', findings: [empty] },
    })
  })

  test('is said in its first line alone', async () => {
    expect((await verify([...lines, lines[0] ?? ''])).findings).toContainEqual({
      ...{ code: 'unreadable', severity: 'failure', line: 34, seq: null },
      message: 'Line 34 is not a line of an export, or has been altered.',
    })
  })

  test('is what the lines below have to be: so many notices, behind all entries', async () => {
    expect((await verify(changed(0, (line) => altered(line, { notices: 3 })))).findings).toContainEqual({
      ...header,
      message: 'Line 1 announces 3 notices; there are 2.',
    })
    const { findings } = await verify([
      ...lines.slice(0, 30),
      lines[31] ?? '',
      lines[30] ?? '',
      lines[32] ?? '',
    ])
    expect(findings).toContainEqual({
      ...{ code: 'order', severity: 'failure', line: 32, seq: 29 },
      message: 'Line 32 holds an entry; notices come last.',
    })
  })

  test('may be that it is a part of a log, wherever the part lies', async () => {
    for (const [from, to] of [
      [0, 29],
      [1, 30],
      [7, 7],
    ] as const) {
      const part = await exampleExport(exampleItems(), { from, to })
      const { findings } = await verify(part.lines)
      const message = `The file holds ${to - from} entries of a log of 30.`
      expect(findings).toContainEqual({ code: 'page', severity: 'failure', line: 1, seq: null, message })
      expect(await verify(part.lines, { partial: true })).toMatchObject({ from, to, size: 30 })
    }
    expect(await verify(lines, { partial: true })).toMatchObject({ holds: true })
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

describe('E3: a checkpoint that was kept', () => {
  const log = exampleItems()
  const kept = async (size: number, root?: Uint8Array) =>
    root
      ? signCheckpoint({ origin: key.name, size, root }, key, sign)
      : (await exampleExport(log.slice(0, size))).checkpoint
  const told = async (checkpoint: string, file = lines) =>
    (await verify(file, { checkpoint, partial: true })).findings.filter(({ code }) => code === 'checkpoint')
  const failure = { code: 'checkpoint', severity: 'failure', line: null, seq: null }

  test.each([0, 1, 8, 29, 30])('of the first %i entries is found in the log again', async (size) => {
    expect(await told(await kept(size))).toEqual([])
    const message = `The first ${size} entries are not those of the checkpoint that was kept.`
    expect(await told(await kept(size, new Uint8Array(32)))).toEqual([{ ...failure, message }])
  })

  test('of a longer log, or one that is not in the file, vouches for nothing', async () => {
    const { checkpoint } = await exampleExport([...log, { record: '{}' }])
    expect(await told(checkpoint)).toMatchObject([{ ...failure, message: expect.stringContaining('31') }])
    const part = await exampleExport(log, { from: 1 })
    expect(await told(await kept(8), part.lines)).toMatchObject([failure])
  })

  test('that is malformed is told of once', async () => {
    const message = 'The checkpoint that was kept is malformed.'
    expect(await told('')).toEqual([{ ...failure, message }])
    expect(await told('nonsense')).toEqual([{ ...failure, message }])
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
    const wrong = async (length: number) =>
      verify([...lines.slice(0, -2), ...Array.from({ length }, () => '{}'), ...lines.slice(-2)])
    expect((await wrong(99)).findings).toHaveLength(100)
    const verdict = await wrong(1000)
    expect(verdict.findings).toHaveLength(100)
    // And the one remark that an example in order has.
    expect(verdict.found).toBe(1001)
  })
})
