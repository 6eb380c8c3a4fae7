import type { Problem, ProblemCode } from '@latchkey/core'
import { describe, expect, it } from 'vitest'
import { sentence } from './sentences.ts'

/** One example of each code, as it is reported. A new code makes this list incomplete, and the types say so. */
const examples: Readonly<Record<ProblemCode, Omit<Problem, 'code'>>> = {
  C101: { where: 'data-controller', expected: 'data-controller="Your Company Ltd"' },
  C102: { where: 'data-marketing', got: 'metapixel', expected: 'ga4 gtm meta-pixel' },
  C103: { where: 'data-analytics', got: 'ga4:UA-1', expected: '/^G-/' },
  C104: { where: 'data-anaytics', got: 'anaytics', expected: 'analytics marketing' },
  C105: { where: '#latchkey-config', got: 'Unexpected end of JSON input' },
  C106: { where: 'data-lang' },
  C107: { where: 'latchkey-config: origins', got: 'string', expected: 'list' },
  C108: { where: 'script tag' },
  C109: { where: '$latchkey.push', got: 'grnt', expected: 'grant deny' },
  C110: { where: 'ga4' },
  C111: { where: 'script tag', expected: 'data-analytics="ga4:G-XXXXXXX"' },
  C112: { where: 'panel', got: 'TypeError: offline' },
  C113: { where: 'data-privacy', expected: 'data-privacy="/privacy"' },
  C201: { where: '<img data-purpose="x">', got: 'x', expected: 'analytics, marketing' },
  C202: { where: '<script data-purpose="analytics">', got: 'https://x.example' },
  C203: { where: '<img data-purpose="analytics">', got: 'data:,' },
  C204: { where: 'ga4', got: 'Error: vendor' },
  C205: { where: 'ga4', got: '_ga' },
  C206: { where: 'www.facebook.com' },
  C301: { where: 'data-records', expected: 'data-records="/latchkey"' },
  C302: { where: '/latchkey', got: '503' },
  C303: { where: '/latchkey', got: 'conflict' },
  C304: { where: 'cookie' },
  C305: { where: 'notices shown' },
  C401: { where: 'regime', got: 'Error: offline' },
  C501: { where: 'chat' },
}

describe('the sentence for a problem', () => {
  it.each(Object.entries(examples))(
    '%s names the part, the place and ends with its code',
    (code, example) => {
      const said = sentence({ code, ...example } as Problem) // the keys are its codes
      expect(said).toMatch(
        /^\[(embed|services|gate|guard|proof|browser|regimes|ui)\] .+: [^\n]+[.?] \(C\d{3}\)$/,
      )
      expect(said.startsWith(`${said.split(']')[0]}] ${example.where}: `)).toBe(true)
      expect(said.endsWith(`(${code})`)).toBe(true)
      expect(said).not.toContain('undefined')
    },
  )

  it.each([
    ['metapixel', 'Did you mean "meta-pixel"?'],
    ['gt4', 'Did you mean "ga4"?'],
    ['ga', 'Did you mean "ga4"?'],
    ['zendesk', 'Known here: ga4, gtm, meta-pixel.'],
    ['', 'Known here: ga4, gtm, meta-pixel.'],
  ])('names the nearest known word for «%s», or all', (got, hint) => {
    expect(sentence({ code: 'C102', where: 'data-x', got, expected: 'ga4 gtm meta-pixel' })).toContain(
      ` ${hint} (C102)`,
    )
  })

  it('shows the one line that authorises an origin or an inline script', () => {
    const said = (got: string) => sentence({ code: 'C202', where: '<script>', got })
    expect(said('https://x.example')).toContain('Add "https://x.example" to "origins" in latchkey-config')
    expect(said('an inline script')).toContain("Give the element the page's nonce")
  })
})
