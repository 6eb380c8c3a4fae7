import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '../../packages/regimes/scripts/compile.ts'
import { repositoryWith } from './fixture.ts'
import { run } from './legal-table.ts'
import { repository } from './workspace.ts'

const folder = 'packages/regimes/src'
const text = (file: string) => readFileSync(join(repository, folder, file), 'utf8')

const changed = (from: string, to: string, file = 'table.json') => {
  const files = { 'table.json': text('table.json'), 'table.compiled.ts': text('table.compiled.ts') }
  const after = Object.entries(files).map(([name, content]) => [
    `${folder}/${name}`,
    name === file ? content.replace(from, to) : content,
  ])
  expect(text(file)).toContain(from)
  return repositoryWith(Object.fromEntries(after))
}

describe('legal-table', () => {
  it('holds for the table that is here', async () => {
    expect(await run()).toEqual([])
  })

  it.each([
    [
      'a rule that was changed and not compiled',
      '"maxConsentDays": 365',
      '"maxConsentDays": 90',
      /says other than/,
    ],
    ['a note that was changed and not compiled', '"name": "Austria"', '"name": "Österreich"', /tableDigest/],
    [
      'a profile that does not exist',
      '"profile": "uk-opt-in"',
      '"profile": "uk"',
      /profile "uk" does not exist/,
    ],
    ['a link that nobody has words for', '"notice-at-collection"', '"notice-at-night"', /unknown link/],
    ['an opt-out that runs out', '"optOutDurationDays": null', '"optOutDurationDays": 90', /not supported/],
  ])('finds %s', async (_, from, to, problem) => {
    expect(await run(changed(from, to))).toEqual([expect.stringMatching(problem)])
  })

  it('finds compiled rows that were changed by hand', async () => {
    const root = changed('"opt-in",180,184,0', '"opt-out",180,184,0', 'table.compiled.ts')
    expect(await run(root)).toEqual([expect.stringMatching(/says other than/)])
  })
})

describe('compile', () => {
  const rules = {
    model: 'opt-out',
    maxConsentDays: 365,
    reaskAfterRefusalDays: 365,
    optOutDurationDays: null,
    links: ['do-not-sell-or-share | your-privacy-choices+icon', 'limit-sensitive-pi (if used)'],
    gpc: { effect: 'opt-out-sale' },
  } as const
  const strict = { model: 'opt-in', maxConsentDays: 180, reaskAfterRefusalDays: 184 } as const

  it('puts places of equal rules into one row, and what is coming before what is', () => {
    const upcoming = { profile: 'strict', effectiveFrom: '2027-01-01' }
    const rows = compile({
      profiles: { rules, strict },
      regions: { US: { profile: 'rules' }, MX: { profile: 'rules', upcoming }, EU: { profile: 'strict' } },
    })
    expect(rows).toEqual([
      ['MX', 'opt-in', 180, 184, 0, '', 0, '2027-01-01'],
      ['US MX', 'opt-out', 365, 36_500, 1, 'your-privacy-choices limit-sensitive-pi'],
      ['EU', 'opt-in', 180, 184, 0, ''],
    ])
  })

  it('lets a region’s own rules win over its profile’s, one level deep for the signal', () => {
    const region = { profile: 'rules', maxConsentDays: 90, links: [], gpc: { status: 'binding' } }
    expect(compile({ profiles: { rules }, regions: { US: region } })).toEqual([
      ['US', 'opt-out', 90, 36_500, 1, ''],
    ])
  })
})
