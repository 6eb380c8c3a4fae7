import { describe, expect, test } from 'vitest'
import { type ExportLine, formatExportLine, parseExportLine } from './export-line.ts'

const entry = { entry: 'ZW50cnk=', leaf: 'bGVhZg==', proof: ['aGFzaA==', ''] }
const header: ExportLine = {
  ...{ latchkey: 'export', v: 1, origin: 'log.example', vkey: 'key', checkpoint: 'note\n' },
  ...{ from: 0, to: 2, notices: 1 },
}
const record = { received: 5, salt: 'c2FsdA==', record: '{"é":"\ud800"}', leaf: '', proof: [] }
const lines: readonly (readonly [string, ExportLine, string])[] = [
  [
    'the header',
    header,
    '{"latchkey":"export","v":1,"origin":"log.example","vkey":"key","checkpoint":"note\\n","from":0,"to":2,"notices":1}',
  ],
  [
    'a record',
    { seq: 0, kind: 'record', ...record },
    String.raw`{"seq":0,"kind":"record","received":5,"salt":"c2FsdA==","record":"{\"é\":\"\ud800\"}","leaf":"","proof":[]}`,
  ],
  [
    'an attested record',
    { seq: 1, kind: 'attested', ...record, record: '' },
    '{"seq":1,"kind":"attested","received":5,"salt":"c2FsdA==","record":"","leaf":"","proof":[]}',
  ],
  [
    'an erased record',
    { seq: 2, kind: 'erased', ...entry, by: 4 },
    '{"seq":2,"kind":"erased","entry":"ZW50cnk=","leaf":"bGVhZg==","proof":["aGFzaA==",""],"by":4}',
  ],
  ...(['sealed', 'erasure', 'key', 'restore'] as const).map(
    (kind) =>
      [
        `an entry of the kind ${kind}`,
        { seq: 3, kind, ...entry },
        `{"seq":3,"kind":"${kind}","entry":"ZW50cnk=","leaf":"bGVhZg==","proof":["aGFzaA==",""]}`,
      ] as const,
  ),
  [
    'a notice',
    { kind: 'notice', digest: 'abc', document: '{}' },
    '{"kind":"notice","digest":"abc","document":"{}"}',
  ],
]

describe.each(lines)('%s', (_, line, text) => {
  test('has one spelling', () => {
    expect(formatExportLine(line)).toBe(text)
    expect(parseExportLine(text)).toEqual(line)
  })

  test('is written in its own order of fields, and without others', () => {
    const shuffled = Object.fromEntries(Object.entries({ more: 1, ...line }).reverse())
    expect(formatExportLine(shuffled as unknown as ExportLine)).toBe(text)
    expect(parseExportLine(JSON.stringify(shuffled))).toBeNull()
    expect(parseExportLine(JSON.stringify({ ...line, more: 1 }))).toBeNull()
    expect(parseExportLine(` ${text}`)).toBeNull()
    expect(parseExportLine(`${text}\n`)).toBeNull()
  })

  test.each(Object.keys(line))('is refused without %s, and with another type of it', (field) => {
    const fields: Readonly<Record<string, unknown>> = { ...line }
    const { [field]: value, ...rest } = fields
    expect(parseExportLine(JSON.stringify(rest))).toBeNull()
    const others =
      typeof value === 'number'
        ? [-1, 0.5, '1', null]
        : typeof value === 'string'
          ? [1, null]
          : [null, {}, '']
    for (const other of others)
      expect(parseExportLine(JSON.stringify({ ...fields, [field]: other })), `${other}`).toBeNull()
  })
})

test('a proof has 63 hashes at most, and nothing but texts', () => {
  const line = (proof: unknown) => JSON.stringify({ seq: 0, kind: 'sealed', entry: '', leaf: '', proof })
  expect(parseExportLine(line(Array(63).fill('')))).not.toBeNull()
  expect(parseExportLine(line(Array(64).fill('')))).toBeNull()
  expect(parseExportLine(line(['', 1]))).toBeNull()
})

test.each(['', 'x', 'null', '1', '"text"', '[]', '{}', '{"seq":0}', '{"kind":"record"}', '{"kind":"other"}'])(
  '«%s» is no line of an export',
  (text) => {
    expect(parseExportLine(text)).toBeNull()
  },
)

test('an entry of an unknown kind is no line of an export', () => {
  expect(parseExportLine(JSON.stringify({ seq: 0, kind: 'other', ...entry }))).toBeNull()
  expect(parseExportLine(JSON.stringify({ seq: 0, kind: 'other', ...entry, by: 1 }))).toBeNull()
})
