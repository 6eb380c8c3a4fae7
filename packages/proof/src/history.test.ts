import { expect, it } from 'vitest'
import { fakeEntry } from './fakes.ts'
import { historyEntry } from './history.ts'

it('says of a record what the shopper may want to know, and no secret', () => {
  const entry = fakeEntry(3, { secret: 'hidden', event: 'decided', via: 'banner', at: 5 })
  expect(historyEntry(entry)).toEqual({
    id: 'r3',
    at: 5,
    event: 'decided',
    choices: {},
    via: 'banner',
    state: 'pending',
    text: entry.text,
    receipt: undefined,
    proof: undefined,
  })
})

it('hands on receipt and proof', () => {
  const receipt = { record: 'r0', seq: 1, leaf: 'x', checkpoint: 'note' }
  const proof = { received: 7, salt: 'x', proof: 'x', vkey: 'x' }
  expect(historyEntry({ ...fakeEntry(0), receipt, proof })).toMatchObject({ receipt, proof })
})

it('shows answers only, whatever stands in the journal under their names', () => {
  const choices = JSON.parse('{"a":"granted","b":"denied","c":"maybe","d":true,"__proto__":"granted"}')
  const shown = historyEntry(fakeEntry(0, { choices })).choices
  expect(Object.entries(shown)).toEqual([
    ['a', 'granted'],
    ['b', 'denied'],
    ['__proto__', 'granted'],
  ])
})
