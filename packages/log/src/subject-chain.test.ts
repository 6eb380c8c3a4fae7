import { describe, expect, test } from 'vitest'
import { digestOf } from './export.example.ts'
import { subjectChains } from './subject-chain.ts'
import { utf8 } from './utf8.ts'

/** What the chains of these records say: the entry and the sentence of each finding. */
function said(records: readonly object[], gaps = true) {
  const chains = subjectChains()
  for (const [i, record] of records.entries()) {
    const text = JSON.stringify(record)
    chains.add({ line: i + 2, seq: i, text, bytes: utf8(text) })
  }
  return chains.findings(gaps)
}
const first = { subject: 'one', n: 0, previous: null }
const second = { subject: 'one', n: 1, previous: digestOf(JSON.stringify(first)) }
const third = { subject: 'one', n: 2, previous: digestOf(JSON.stringify(second)) }
const fork = { ...second, tab: 2 }

test.each([
  ['records that follow each other', [first, second, third]],
  ['records in any order', [third, first, second]],
  ['two records of one number', [first, second, fork, third]],
  ['subjects beside each other', [first, { ...first, subject: 'two' }, second]],
  ['a record without a subject', [{ n: 1, previous: 'x' }]],
  ['a record without a number', [{ subject: 'one', n: '1', previous: 'x' }]],
  ['a record of a number below 0', [{ subject: 'one', n: -1, previous: null }]],
])('says nothing of %s', (_, records) => {
  expect(said(records)).toEqual([])
})

describe('a record', () => {
  const breaks = (line: number, n: number) => ({
    ...{ code: 'chain', severity: 'remark', line, seq: line - 2 },
    message: `Entry ${line - 2} is number ${n} of its subject and does not follow the one before it.`,
  })

  test('that is the first and names one before it does not follow', () => {
    expect(said([{ ...first, previous: 'x' }])).toEqual([breaks(2, 0)])
  })

  test('that names none, or none of the number before it, does not follow', () => {
    expect(said([first, { ...second, previous: null }])).toEqual([breaks(3, 1)])
    expect(said([first, fork, { ...third, previous: digestOf(JSON.stringify(first)) }])).toEqual([
      breaks(4, 2),
    ])
    expect(said([{ ...first, subject: 'two' }, first, { ...second, subject: 'two' }], false)).toEqual([
      breaks(4, 1),
    ])
  })

  test('that names what is no digest does not follow', () => {
    for (const previous of ['', 'x', '00', digestOf(JSON.stringify(first)).toUpperCase()])
      expect(said([first, { ...second, previous }]), previous).toEqual([breaks(3, 1)])
    expect(said([{ ...first, previous: '' }])).toEqual([breaks(2, 0)])
  })

  test('whose number came after one that is missing is told of only if gaps are asked for', () => {
    const remark = {
      ...{ code: 'chain', severity: 'remark', line: 3, seq: 1 },
      message: 'Entry 1 is number 2 of its subject; number 1 is not in this file.',
    }
    expect(said([first, third])).toEqual([remark])
    expect(said([first, third], false)).toEqual([])
  })
})

test('findings stand in the order of entries, whoever’s they are', () => {
  const two = { ...second, subject: 'two' }
  expect(said([second, two, { ...second, n: 5 }, two]).map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
})

test('a chain may be as long as it likes', () => {
  const chain: { n: number; previous: string | null; subject: string }[] = []
  for (let n = 0, previous: string | null = null; n < 8195; n++) {
    const record: (typeof chain)[number] = { n, previous, subject: 'one' }
    chain.push(record)
    previous = digestOf(JSON.stringify(record))
  }
  expect(said(chain)).toEqual([])
  expect(said(chain.toSpliced(8193, 1)).map(({ seq, line }) => [seq, line])).toEqual([[8193, 8195]])
})

test.each([
  ['a'.repeat(64), true],
  ['0123456789abcdef'.repeat(4), true],
  ['a'.repeat(63), false],
  ['a'.repeat(65), false],
  ['A'.repeat(64), false],
  [`${'a'.repeat(64)}\n`, false],
  [` ${'a'.repeat(64)}`, false],
  [1, false],
  [null, false],
  [undefined, false],
])('a record names the notice %j: %j', (notice, named) => {
  const text = JSON.stringify({ notice })
  const add = () => subjectChains().add({ line: 2, seq: 0, text, bytes: utf8(text) })
  expect(add()).toBe(named ? notice : null)
})

test.each(['', 'x', 'null', '1', '[]', '"text"'])('the record «%s» is in no chain', (text) => {
  const chains = subjectChains()
  expect(chains.add({ line: 2, seq: 0, text, bytes: utf8(text) })).toBeNull()
  expect(chains.findings(true)).toEqual([])
})
