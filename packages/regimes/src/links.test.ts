import { describe, expect, it } from 'vitest'
import { closeControlFor, linksFor } from './links.ts'
import table from './table.json' with { type: 'json' }

const AT = Date.parse('2026-11-21')

describe('linksFor', () => {
  it('asks for the California links in California, the choices link standing for both (LR-48)', () => {
    expect(linksFor('US-CA', 'server', AT)).toEqual([
      'your-privacy-choices',
      'limit-sensitive-pi',
      'notice-at-collection',
      'privacy-policy',
    ])
  })

  it('asks for a health data policy on its own in Washington and Nevada (LR-62)', () => {
    for (const place of ['US-WA', 'US-NV'])
      expect(linksFor(place, 'server', AT)).toContain('consumer-health-data-privacy-policy')
  })

  it('asks for no American link where the place is unknown', () => {
    const eu = ['privacy-settings', 'privacy-policy', 'cookie-policy']
    expect(linksFor('unknown', 'unknown', AT)).toEqual(eu)
    expect(linksFor('XX', 'server', AT)).toEqual(eu)
  })

  it('asks for both sets where the place is a guess', () => {
    const links = linksFor('US', 'guess', AT)
    expect(links).toEqual(expect.arrayContaining(['your-privacy-choices', 'privacy-settings']))
    expect(new Set(links).size).toBe(links.length)
  })

  it('asks for the links of a law from its day on', () => {
    expect(linksFor('US-OK', 'server', AT)).toEqual(['privacy-policy'])
    expect(linksFor('US-OK', 'server', Date.parse('2027-01-01'))).toContain('do-not-sell-or-targeted-ads')
  })
})

describe('closeControlFor', () => {
  it('requires a ✕ in Italy and in no other region of the table', () => {
    const required = Object.keys(table.regions).filter(
      (code) => closeControlFor(code, 'server', AT) === 'required',
    )
    expect(required).toEqual(['IT'])
    expect(closeControlFor('unknown', 'unknown', AT)).toBe('optional')
  })

  it('requires it where Italy is guessed', () => {
    expect(closeControlFor('IT', 'guess', AT)).toBe('required')
  })
})
