import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExportedRecord, ExportFormat } from './format.ts'
import { formats } from './formats.ts'
import { ABOUT, exportedRecord, exportedRecords, PAYLOADS } from './records.example.ts'

/** What one reader or another takes for the end of a line. */
const BREAK = /\r\n|[\p{Cc}\u2028\u2029]/gu

/** Reads a line back as its consumers do: which entry it is about, and what it says the site is. */
interface ReadBack {
  readonly seq: string
  readonly leaf: string
  readonly site: string
  readonly receipt: string
  readonly subject: string
}

const readers: Readonly<Record<ExportFormat['id'], (line: string) => ReadBack>> = {
  csv(line) {
    const [row = {}] = parse(formats.csv.head(ABOUT) + line, { columns: true }) as Record<string, string>[]
    const { seq = '', leaf = '', site = '', receipt = '', subject = '' } = row
    return { seq, leaf: Buffer.from(leaf, 'hex').toString('base64'), site, receipt, subject }
  },
  '27560'(line) {
    const { 'latchkey:entry': entry, ...read } = JSON.parse(line)
    return {
      seq: String(entry['latchkey:seq']),
      leaf: entry['latchkey:leaf'],
      site: entry['latchkey:site'],
      receipt: entry['latchkey:receipt'],
      subject: read['dpv:hasDataSubject']['dct:identifier'],
    }
  },
  '27560-receipt'(line) {
    return readers['27560'](JSON.stringify(JSON.parse(line)['dpv:hasRecordOfActivity']))
  },
  ocsf(line) {
    const { metadata, entity, unmapped } = JSON.parse(line)
    const { leaf, receipt } = unmapped
    return { seq: String(metadata.sequence), leaf, site: entity.name, receipt, subject: entity.uid }
  },
  ecs(line) {
    const { event, labels, user } = JSON.parse(line)
    const { latchkey_leaf: leaf, latchkey_site: site } = labels
    return { seq: String(event.sequence), leaf, site, receipt: event.reference, subject: user.hash }
  },
  cef(line) {
    const { extension } = readCef(line)
    return {
      seq: extension.LatchkeyLedgerSeq ?? '',
      leaf: extension.LatchkeyLedgerLeaf ?? '',
      site: extension.LatchkeyLedgerSite ?? '',
      receipt: extension.LatchkeyLedgerReceipt ?? '',
      subject: extension.suid ?? '',
    }
  },
  otlp(line) {
    const [log] = JSON.parse(line).resourceLogs[0].scopeLogs[0].logRecords
    const said = attributesOf(log.attributes)
    const of = (name: string) => said[`latchkey.${name}`] ?? ''
    return {
      seq: of('seq'),
      leaf: of('leaf'),
      site: of('site'),
      receipt: of('receipt'),
      subject: of('subject'),
    }
  },
}

/** A reader after the format's own description, the strict one that collectors have. */
function readCef(line: string) {
  const fields: string[] = []
  let rest = line.replace(/\n$/, '')
  for (let i = 0; i < 7; i++) {
    const end = /^(?:[^|\\]|\\[\\|])*\|/.exec(rest)?.[0]
    if (end === undefined) throw new Error('CEF: expected seven fields')
    fields.push(end.slice(0, -1).replace(/\\([\\|])/g, '$1'))
    rest = rest.slice(end.length)
  }
  const extension: Record<string, string> = {}
  const pairs = [...rest.matchAll(/(?:^| )(\w+)=((?:[^\\=]|\\[\\=nr])*?)(?= \w+=|$)/g)]
  if (pairs.map(([pair]) => pair).join('') !== rest) throw new Error('CEF: expected pairs')
  for (const [, key = '', value = ''] of pairs) {
    if (key in extension) throw new Error(`CEF: ${key} twice`)
    extension[key] = value.replace(/\\([\\=])/g, '$1')
  }
  return { fields, extension }
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, string | boolean>>
}

function attributesOf(list: readonly Attribute[]) {
  return Object.fromEntries(list.map(({ key, value }) => [key, String(Object.values(value)[0])]))
}

const all = Object.values(formats)

describe.each(all)('format $id', (format) => {
  const write = (record: ExportedRecord) => format.line(record, ABOUT)
  const end = format.id === 'csv' ? '\r\n' : '\n'

  it('makes one line of any record that the ledger stores (H1)', () => {
    fc.assert(
      fc.property(exportedRecords, (record) => {
        const line = write(record)
        expect(line.endsWith(end)).toBe(true)
        expect(line.match(BREAK)).toEqual([end])
      }),
    )
  })

  it('names entry, leaf and receipt so that each row can be checked', () => {
    fc.assert(
      fc.property(exportedRecords, (record) => {
        const read = readers[format.id](write(record))
        expect(read).toEqual({
          seq: String(record.seq),
          leaf: record.leaf,
          receipt: `${ABOUT.base}/v1/receipts/${record.seq}`,
          subject: record.record.subject,
          site: expect.any(String),
        })
        // The spreadsheet's apostrophes, and spaces for line ends where there is no escape.
        const plain = (text: string) => text.replaceAll("'", '').replace(/[\u2028\u2029]/g, ' ')
        expect(plain(read.site)).toBe(plain(record.record.site))
      }),
    )
  })

  it.each(PAYLOADS)('carries %j as a text', (payload) => {
    const read = readers[format.id](write(exportedRecord({ site: payload, policy: payload })))
    expect(read.seq).toBe('7')
    if (/^[\w.]/.test(payload) && !/[;|,"\u2028\u2029]/.test(payload)) expect(read.site).toBe(payload)
  })

  it('is named by its id', () => {
    expect(formats[format.id]).toBe(format)
    expect(`${format.head(ABOUT)}${format.tail(ABOUT)}` === '').toBe(format.id !== 'csv')
  })
})

describe('several records', () => {
  it.each(all)('$id: as many lines as records, and the head', (format) => {
    fc.assert(
      fc.property(fc.array(exportedRecords, { maxLength: 5 }), (records) => {
        const file =
          format.head(ABOUT) +
          records.map((record) => format.line(record, ABOUT)).join('') +
          format.tail(ABOUT)
        const lines = file.split(/\r?\n/)
        expect(lines.pop()).toBe('')
        expect(lines.length).toBe(records.length + (format.id === 'csv' ? 1 : 0))
      }),
      { numRuns: 30 },
    )
  })
})

describe('csv in a spreadsheet (H1)', () => {
  const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/

  it('has no cell that is calculated, whatever separates cells in its country', () => {
    fc.assert(
      fc.property(exportedRecords, (record) => {
        const line = formats.csv.line(record, ABOUT)
        const cells = (parse(line) as string[][]).flat()
        expect(cells.filter((cell) => FORMULA.test(cell))).toEqual([])
        const pieces = line.trimEnd().split(/[;,\t|"]/)
        expect(pieces.filter((piece) => FORMULA.test(piece))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('has a cell for each column of its head', () => {
    const rows = parse(formats.csv.head(ABOUT) + formats.csv.line(exportedRecord(), ABOUT)) as string[][]
    expect(rows.map((row) => row.length)).toEqual([27, 27])
    expect(rows[0]?.slice(0, 6)).toEqual(['seq', 'received', 'claimed', 'action', 'event', 'choices'])
    expect(rows[1]?.slice(0, 6)).toEqual([
      '7',
      '2026-11-18T11:06:41.000Z',
      '2026-11-18T11:06:40.000Z',
      'partial',
      'decided',
      'analytics=granted marketing=denied',
    ])
  })

  it.each([
    ['=1', "'=1"],
    [' -1', " '-1"],
    ['a;@b', "a;'@b"],
    ['say "=1"', 'say ""\'=1""'],
    ['1=1', '1=1'],
    ['a-b', 'a-b'],
  ])('writes %j as %j', (site, cell) => {
    expect(formats.csv.line(exportedRecord({ site }), ABOUT)).toContain(`,"${cell}",`)
  })
})

describe('ocsf', () => {
  /** Required of Entity Management in OCSF 1.3, those of the base event and of its objects among them. */
  it.each([
    [exportedRecord(), 3],
    [exportedRecord({ event: 'shown', choices: {} }), 99],
  ])('has what class 3004 requires', (record, activity) => {
    const event = JSON.parse(formats.ocsf.line(record, ABOUT))
    expect(event).toMatchObject({
      activity_id: activity,
      category_uid: 3,
      class_uid: 3004,
      type_uid: 300_400 + activity,
      severity_id: 1,
      time: 1_795_000_001_000,
      metadata: {
        version: '1.3.0',
        product: { name: 'Latchkey Ledger', vendor_name: 'Latchkey' },
        original_time: '2026-11-18T11:06:40.000Z',
      },
      entity: { uid: 'a'.repeat(64), type: 'consent' },
    })
    expect(Number.isSafeInteger(event.time)).toBe(true)
  })
})

describe('ecs', () => {
  it('keeps to the schema’s categories, and its labels are texts', () => {
    fc.assert(
      fc.property(exportedRecords, (record) => {
        const { '@timestamp': time, ecs, event, labels } = JSON.parse(formats.ecs.line(record, ABOUT))
        expect(new Date(time).getTime()).toBe(record.received)
        expect(ecs.version).toMatch(/^8\.\d+\.\d+$/)
        expect(event.kind).toBe('event')
        expect(event.category).toEqual(['iam'])
        for (const type of event.type) expect(['user', 'change', 'info']).toContain(type)
        for (const label of Object.values(labels)) expect(typeof label).toBe('string')
      }),
    )
  })
})

describe('cef', () => {
  it('has seven fields, a time and no key twice', () => {
    const { fields, extension } = readCef(formats.cef.line(exportedRecord(), ABOUT))
    expect(fields).toEqual(['CEF:0', 'Latchkey', 'Ledger', '1', 'consent-partial', 'Consent partial', '1'])
    expect(extension).toMatchObject({
      rt: '1795000001000',
      act: 'partial',
      externalId: exportedRecord().record.id,
    })
  })

  it('lets no value become a key', () => {
    const { extension } = readCef(formats.cef.line(exportedRecord({ site: 'x act=granted rt=0' }), ABOUT))
    expect(extension).toMatchObject({
      act: 'partial',
      rt: '1795000001000',
      LatchkeyLedgerSite: 'x act=granted rt=0',
    })
  })
})

describe('otlp', () => {
  it('is what protobuf’s JSON asks for: 64 bits as texts, one value each', () => {
    fc.assert(
      fc.property(exportedRecords, (record) => {
        const [resource] = JSON.parse(formats.otlp.line(record, ABOUT)).resourceLogs
        const [log] = resource.scopeLogs[0].logRecords
        expect(BigInt(log.timeUnixNano)).toBe(BigInt(record.received) * 1_000_000n)
        expect(BigInt(log.timeUnixNano) < 2n ** 64n).toBe(true)
        for (const { value } of [...resource.resource.attributes, ...log.attributes]) {
          const [[kind, is]] = Object.entries(value) as [[string, unknown]]
          expect(Object.keys(value).length).toBe(1)
          expect(typeof is).toBe(kind === 'boolValue' ? 'boolean' : 'string')
        }
      }),
    )
  })
})
