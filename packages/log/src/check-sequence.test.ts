import { describe, expect, test } from 'vitest'
import { altered, exampleExport, type Item, verify } from './export.example.ts'
import type { Finding } from './verdict.ts'

const record = { record: '{}' }
const six: readonly Item[] = Array.from({ length: 6 }, () => record)
const brief = ({ code, line, seq, message }: Finding) => [code, line, seq, message].join(' ')
/** What is wrong with these lines, as a part of a log if they are one. The header is line 1, entry n line n + 2. */
async function said(lines: readonly string[]): Promise<string[]> {
  const { findings, holds } = await verify(lines, { partial: true })
  expect(holds).toBe(findings.length === 0)
  return findings.map(brief)
}
const twice = (line: number, seq: number) =>
  `order ${line} ${seq} Entry ${seq} on line ${line} stands twice or out of order.`
const sum = 'proof 1  The entries do not add up to the signed root.'

describe('entries', () => {
  test.each<[string, (lines: string[]) => string[], readonly string[]]>([
    ['in order', (lines) => lines, []],
    [
      'of which the first is missing',
      (lines) => lines.toSpliced(1, 1),
      ['missing 2 0 Entry 0 is missing.', sum],
    ],
    ['of which one is missing', (lines) => lines.toSpliced(3, 1), ['missing 4 2 Entry 2 is missing.', sum]],
    [
      'of which three are missing',
      (lines) => lines.toSpliced(3, 3),
      ['missing 4 2 Entries 2 to 4 are missing.', sum],
    ],
    ['of which the last is missing', (lines) => lines.slice(0, -1), ['missing 1 5 Entry 5 is missing.', sum]],
    [
      'of which the last two are missing',
      (lines) => lines.slice(0, -2),
      ['missing 1 4 Entries 4 to 5 are missing.', sum],
    ],
    ['of which one stands twice', (lines) => lines.toSpliced(3, 0, lines[2] ?? ''), [twice(4, 1)]],
    [
      'of which two are swapped',
      (lines) => lines.toSpliced(2, 2, lines[3] ?? '', lines[2] ?? ''),
      ['missing 3 1 Entry 1 is missing.', twice(4, 1), sum],
    ],
    [
      'of which one cannot be read',
      (lines) => lines.with(3, 'x'),
      ['unreadable 4  Line 4 is not a line of an export, or has been altered.', sum],
    ],
    [
      'of which one does not hash to its leaf',
      (lines) => lines.with(3, altered(lines[3], { received: 1 })),
      ['entry 4 2 Entry 2 does not hash to its leaf.', sum],
    ],
    [
      'of which one is not in the tree',
      (lines) => lines.with(3, altered(lines[3], { proof: [] })),
      ['proof 4 2 Entry 2 is not in the signed tree at that place.', sum],
    ],
  ])('%s', async (_, change, expected) => {
    expect(await said(change((await exampleExport(six)).lines))).toEqual(expected)
  })

  test('that line 1 does not announce are told of once', async () => {
    const { lines } = await exampleExport(six)
    const [first = '', ...rest] = lines
    const stray = (line: number, seq: number) =>
      `header 1 ${seq} Line ${line} holds entry ${seq}, which line 1 does not announce.`
    expect(await said([altered(first, { to: 4 }), ...rest])).toEqual([stray(6, 4)])
    expect(await said([altered(first, { from: 2 }), ...rest])).toEqual([stray(2, 0)])
    expect(await said([altered(first, { from: 2, to: 2 })])).toEqual([])
  })

  test('that line 1 does not announce take nobody’s place', async () => {
    const { lines } = await exampleExport(six, { from: 2, to: 4 })
    const whole = (await exampleExport(six)).lines
    for (const [at, seq] of [
      [1, 5],
      [2, 0],
      [3, 0],
    ] as const)
      expect(await said(lines.toSpliced(at, 0, whole[seq + 1] ?? ''))).toEqual([
        `header 1 ${seq} Line ${at + 1} holds entry ${seq}, which line 1 does not announce.`,
      ])
  })

  test('that fail, and that stand twice, are not counted', async () => {
    const items: Item[] = [
      ...[record, { ...record, attested: true }, { ...record, sealed: true }, { ...record, sealed: true }],
      ...[{ ...record, erasedBy: 5 }, { erases: [4] }, record],
    ]
    const { lines } = await exampleExport(items)
    const [, first = '', second = ''] = lines
    const none = { key: 0, restore: 0, notice: 0 }
    const counts = { record: 2, attested: 1, sealed: 2, erased: 1, erasure: 1, ...none }
    expect(await verify(lines)).toMatchObject({ holds: true, counts })
    const worse = [...lines.with(2, altered(second, { received: 1 })), first]
    expect(await verify(worse)).toMatchObject({ counts: { ...counts, attested: 0 } })
  })
})

describe('an erasure', () => {
  const uncovered = (line: number, seq: number, by: number) =>
    `erasure ${line} ${seq} The record of entry ${seq} is gone, and entry ${by} does not cover it.`
  const present = (line: number, gone: number, by: number) =>
    `erasure ${line} ${gone} Entry ${gone} was erased by entry ${by} and is here all the same.`
  const ahead = (line: number, seq: number) =>
    `erasure ${line} ${seq} Entry ${seq} erases entries that came after it.`
  const gone = (by: number) => ({ ...record, erasedBy: by })

  test.each<[string, readonly Item[], readonly string[]]>([
    ['covers what it names', [gone(2), gone(2), { erases: [0, 1] }], []],
    ['covers only what it names', [gone(2), gone(2), { erases: [0] }], [uncovered(3, 1, 2)]],
    ['has to be an erasure', [gone(1), record], [uncovered(2, 0, 1)]],
    ['has to be in the log', [gone(7), record], [uncovered(2, 0, 7)]],
    ['covers nothing that came after it', [{ erases: [1] }, gone(0)], [uncovered(3, 1, 0), ahead(2, 0)]],
    ['does not name itself', [{ erases: [0] }], [ahead(2, 0)]],
    [
      'leaves nothing of what it names',
      [record, record, { erases: [0, 1] }],
      [present(4, 0, 2), present(4, 1, 2)],
    ],
    ['may come after another of the same record', [gone(1), { erases: [0] }, { erases: [0] }], []],
    ['by retention covers what came before its day', [gone(1), { erases: [0], before: '1970-01-02' }], []],
    [
      'by retention covers nothing that came later',
      [gone(1), { erases: [0], before: '1970-01-01' }],
      ['erasure 2 0 Entry 1 erased entry 0 by retention, before its time was up.'],
    ],
  ])('%s', async (_, items, expected) => {
    expect(await said((await exampleExport(items)).lines)).toEqual(expected)
  })

  test.each<[string, readonly number[], readonly string[]]>([
    ['covers what is gone in it', [4], []],
    ['has to be there', [], [uncovered(2, 1, 4)]],
    ['stands once', [4, 4], [twice(5, 4)]],
    ['may stand beside another of the same record', [4, 5], []],
    ['stands in order', [5, 4], [twice(5, 4), uncovered(2, 1, 4)]],
    ['covers something in it', [3, 4], ['erasure 4 3 Entry 3 erased nothing that is in this file.']],
  ])('beyond a part of a log %s', async (_, supports, expected) => {
    const items = [gone(3), gone(4), record, { erases: [0] }, { erases: [0, 1] }, { erases: [1] }]
    const whole = (await exampleExport(items)).lines
    const part = (await exampleExport(items, { from: 1, to: 3 })).lines
    expect(await said([...part, ...supports.map((seq) => whole[seq + 1] ?? '')])).toEqual(expected)
  })

  test('beyond a part of a log follows the part, and is no part of it', async () => {
    const items = [gone(3), record, record, { erases: [0] }]
    const { lines } = await exampleExport(items, { to: 2, supports: [3] })
    expect(await said(lines)).toEqual([])
    const [header = '', first = '', second = '', erasure = ''] = lines
    expect(await said([header, first, erasure, second])).toEqual([
      'header 1 3 Line 3 holds entry 3, which line 1 does not announce.',
    ])
  })

  test('in a part of a log may be of records before the part', async () => {
    const items = [gone(2), gone(2), { erases: [0, 1] }, record]
    expect(await said((await exampleExport(items, { from: 1 })).lines)).toEqual([])
    expect(await said((await exampleExport(items, { from: 2 })).lines)).toEqual([])
  })

  test('before a part of a log explains nothing in it', async () => {
    const items = [gone(1), { erases: [0] }, record, record]
    const whole = (await exampleExport(items)).lines
    const part = (await exampleExport(items, { from: 2 })).lines
    expect(await said([...part, whole[2] ?? ''])).toEqual([
      'header 1 1 Line 4 holds entry 1, which line 1 does not announce.',
    ])
  })
})
