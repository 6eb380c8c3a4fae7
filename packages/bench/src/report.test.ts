import { expect, test } from 'vitest'
import type { Outcome } from './cells.ts'
import { type Findings, merged, page } from './report.ts'
import type { State } from './states.ts'

const claims = { vectors: 'all', addedLater: [], says: 'all', source: 'its page' } as const
const cell = (state: State, outcome: Outcome, vector = 'fetch', claimed = true) =>
  ({ subject: 'latchkey', engine: 'chromium', state, vector, outcome, claimed }) as const
const findings = (title: string, cells: Findings['cells']): Findings => ({
  date: '2026-11-22',
  machine: '2 cores',
  engines: [{ engine: 'chromium', version: '156' }],
  skipped: [],
  subjects: [{ id: 'latchkey', title, claims }],
  cells,
  notes: [],
})

test('a newly measured cell takes the place of an older one, and others stay', () => {
  const older = findings('A 1', [
    cell('before', 'leak'),
    cell('denied', 'held'),
    cell('before', 'held', 'xhr'),
  ])
  const { cells } = merged(older, findings('A 1', [cell('before', 'held')]))
  expect(cells).toEqual([cell('denied', 'held'), cell('before', 'held', 'xhr'), cell('before', 'held')])
})

test('nothing is kept of another build', () => {
  const older = findings('A 1', [cell('denied', 'held')])
  expect(merged(older, findings('A 2', [cell('before', 'held')])).cells).toEqual([cell('before', 'held')])
})

test('the page has a sign for each state, small where nothing is claimed, and says what was not run', () => {
  const text = page(findings('A 1', [cell('before', 'held'), cell('before', 'leak', 'import', false)]))
  expect(text).toContain('| fetch | `.________` |')
  expect(text).toContain('| import | `l________` |')
  expect(text).toContain('| latchkey | import | chromium | no |')
  expect(text).toContain(
    '- not measured, left out for time: chromium, latchkey, in denied, granted, withdrawn',
  )
})

test('the page keeps what the seeds showed through later runs', () => {
  const seeds = [{ hook: 'fetches', engine: 'chromium', found: ['fetch'] }] as const
  const older = { ...findings('A 1', []), seeds }
  expect(page(merged(older, findings('A 1', [])))).toContain('| fetches | chromium | fetch |')
})
