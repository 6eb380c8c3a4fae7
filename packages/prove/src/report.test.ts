import { expect, test } from 'vitest'
import type { ProofResult } from './proof.ts'
import { documented, idOf, table } from './report.ts'

const result = (name: string, held = true): ProofResult => ({
  name,
  runs: 1200,
  what: '',
  held,
  figures: { lost: 0, odd: 'a|b' },
  problems: [],
})
const page = '# Reliability\n\n<!-- prove:begin -->\n<!-- prove:end -->\n\nWhat follows.\n'
const day = new Date('2026-11-22T10:00:00Z')

test('writes what was run between its marks, and leaves the rest of the page alone', () => {
  const once = documented(page, [result('kill loop'), result('power loss', false)], day)
  expect(once).toContain('| kill loop | 1,200 | held | lost 0, odd a\\|b | 2026-11-22 |')
  expect(once).toContain('| power loss | 1,200 | NOT HELD |')
  expect(once.startsWith('# Reliability\n')).toBe(true)
  expect(once.endsWith('\n\nWhat follows.\n')).toBe(true)
})

test('keeps the rows of proofs that were not run now, with their own dates', () => {
  const once = documented(page, [result('kill loop'), result('proof fuzzing'), result('load')], day)
  const twice = documented(once, [result('load', false)], new Date('2026-12-01T10:00:00Z'))
  expect(twice).toContain('| kill loop | 1,200 | held | lost 0, odd a\\|b | 2026-11-22 |')
  expect(twice).toContain('| load | 1,200 | NOT HELD | lost 0, odd a\\|b | 2026-12-01 |')
  expect(twice.match(/\| load \|/g)).toHaveLength(1)
  expect(twice).toContain('| proof fuzzing |')
})

test('refuses a page without marks', () => {
  expect(() => documented('# Reliability', [], day)).toThrow(/prove:begin/)
})

test('names a proof for the command, and says in the terminal that one did not hold', () => {
  expect(idOf('HTTP fuzzing')).toBe('http-fuzzing')
  expect(table([result('load', false)])).toContain('NOT HELD')
})
