import { describe, expect, it } from 'vitest'
import { rows } from './table.compiled.ts'
import table from './table.json' with { type: 'json' }

interface Entry {
  profile: string
  src?: readonly string[]
  conf?: string
  appliesTo?: readonly string[]
  upcoming?: { profile: string; effectiveFrom: string }
}
const regions: Readonly<Record<string, Entry>> = table.regions
const profiles: Readonly<Record<string, object>> = table.profiles

describe('the legal table', () => {
  it('is dated, says that it is no legal advice, and names its sources', () => {
    expect(table.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(table.disclaimer).toContain('not legal advice')
    const known = Object.keys(table.sources)
    for (const [code, { src = [] }] of Object.entries(regions))
      expect(known, code).toEqual(expect.arrayContaining([...src]))
  })

  it('gives every region a profile that exists, now and later', () => {
    for (const [code, { profile, upcoming }] of Object.entries(regions)) {
      expect(Object.hasOwn(profiles, profile), code).toBe(true)
      if (upcoming) expect(Object.hasOwn(profiles, upcoming.profile), code).toBe(true)
    }
  })

  it('lists all thirty countries of the European Economic Area, each opt-in', () => {
    const members = regions.EU?.appliesTo ?? []
    expect(members).toHaveLength(30)
    for (const code of members) expect(regions[code]?.profile, code).toBe('eu-opt-in')
  })

  it('names every region exactly once in the compiled rows that hold for good', () => {
    const now = rows.filter((row) => !row[7]).flatMap(([codes]) => codes.split(' '))
    expect(now.toSorted()).toEqual(Object.keys(regions).toSorted())
  })

  it('lets a compiled row begin on the day that the table announces', () => {
    const announced = Object.entries(regions).flatMap(([code, { upcoming }]) =>
      upcoming ? [`${code} ${upcoming.effectiveFrom}`] : [],
    )
    const compiled = rows.flatMap(([codes, , , , , , , from]) =>
      from ? codes.split(' ').map((code) => `${code} ${from}`) : [],
    )
    expect(compiled.toSorted()).toEqual(announced.toSorted())
    expect(announced.length).toBeGreaterThan(0)
  })
})
