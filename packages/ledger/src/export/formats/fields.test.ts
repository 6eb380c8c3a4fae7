import { describe, expect, it } from 'vitest'
import { actionOf, fieldsOf, sentenceOf } from './fields.ts'
import { ABOUT, exportedRecord, RECORD } from './records.example.ts'

describe('actionOf', () => {
  it.each([
    ['granted', { choices: { a: 'granted', b: 'granted' } }],
    ['refused', { choices: { a: 'denied', b: 'denied' } }],
    ['partial', { choices: { a: 'granted', b: 'denied' } }],
    ['withdrawn', { choices: { a: 'denied' }, withdrawn: ['a'] }],
    ['withdrawn', { choices: { a: 'denied', b: 'granted' }, withdrawn: ['a'] }],
    ['refused', { choices: {} }],
    ['shown', { event: 'shown', choices: {} }],
    ['signalled', { event: 'signalled', choices: { a: 'denied' }, withdrawn: ['a'] }],
    ['imported', { event: 'imported', choices: { a: 'granted' } }],
  ] as const)('%s: %j', (action, change) => {
    expect(actionOf({ ...RECORD, ...change })).toBe(action)
  })
})

it.each([
  ['partial', {}, 'Consent granted in part on shop.example'],
  ['shown', { event: 'shown', choices: {} }, 'Consent asked for on shop.example'],
  ['refused', { choices: { a: 'denied' } }, 'Consent refused on shop.example'],
] as const)('says %s in a sentence', (_, change, sentence) => {
  expect(sentenceOf(fieldsOf(exportedRecord(change), ABOUT))).toBe(sentence)
})
