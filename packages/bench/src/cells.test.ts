import { expect, test } from 'vitest'
import { cellsOf, isRed, type Outcome } from './cells.ts'
import type { Observation } from './measure.ts'
import { sign } from './report.ts'
import type { State } from './states.ts'

const seen = (...arrived: string[]): Observation => ({ arrived })
const unreached: Observation = { arrived: [], failed: 'no banner' }

const cases: readonly (readonly [string, State, string, Observation, Observation, Outcome])[] = [
  ['nothing left before the answer', 'before', 'fetch', seen(), seen('fetch'), 'held'],
  ['a request left before the answer', 'before', 'fetch', seen('fetch'), seen('fetch'), 'leak'],
  ['a granted request left', 'granted', 'fetch', seen('fetch'), seen('fetch'), 'arrived'],
  ['a granted request did not leave', 'granted', 'fetch', seen(), seen('fetch'), 'blocked'],
  ['the engine has no such request', 'denied', 'fetch', seen(), seen(), 'n/a'],
  ['a request that was not seen without a tool', 'denied', 'fetch', seen('fetch'), seen(), 'leak'],
  ['the state was not reached', 'before', 'fetch', unreached, seen('fetch'), 'unknown'],
  ['a marked element that the tool offers', 'granted', 'declared-iframe', seen(), seen(), 'blocked'],
  ['a marked element that it does not offer', 'granted', 'declared-img', seen(), seen(), 'n/a'],
]

test.each(cases)('%s', (_, state, vector, observed, control, outcome) => {
  const [cell] = cellsOf({
    subject: 'a',
    engine: 'chromium',
    state,
    claims: { vectors: 'all', addedLater: [], says: '', source: '' },
    offers: ['declared-iframe'],
    seen: observed,
    control,
    only: [vector],
  })
  expect(cell?.outcome).toBe(outcome)
})

test('a leak is red only where the tool claims to hold; a blocked grant and an unreached state always are', () => {
  const red = (outcome: Outcome, claimed: boolean) =>
    isRed({ subject: 'a', engine: 'chromium', state: 'before', vector: 'fetch', outcome, claimed })
  expect(red('leak', true)).toBe(true)
  expect(red('leak', false)).toBe(false)
  expect(red('blocked', false)).toBe(true)
  expect(red('unknown', false)).toBe(true)
  expect(red('held', true)).toBe(false)
  expect(red('n/a', true)).toBe(false)
})

test('small letters mark what a tool does not claim', () => {
  expect(sign({ outcome: 'leak', claimed: true })).toBe('L')
  expect(sign({ outcome: 'leak', claimed: false })).toBe('l')
})
