import { expect, test } from 'vitest'
import { seeds, seedsIn } from './seeded-build.ts'
import { isMissed } from './seeds.ts'

test('knows the hooks by the rows of their table', () => {
  expect(seedsIn('export const hooks: readonly Hook[] = [\n  fetches,\n  xhr,\n]\n')).toEqual([
    'fetches',
    'xhr',
  ])
  expect(seeds()).toContain('fetches')
})

test('a row that it cannot take out is an error, not a gap', () => {
  expect(() => seedsIn('export const hooks = [\n  fetches,\n  xhr(1),\n]\n')).toThrow('xhr(1)')
})

test.each([
  ['a hook that some vector shows', 'fetches', ['fetch'], false],
  ['a hook that no vector shows', 'fetches', [], true],
  ['nothing left out and nothing seen', null, [], false],
  ['nothing left out and something seen', null, ['fetch'], true],
] as const)('%s', (_, hook, found, missed) => {
  expect(isMissed({ hook, engine: 'chromium', found })).toBe(missed)
})
