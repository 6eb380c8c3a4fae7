import { describe, expect, it } from 'vitest'
import { linkAfter } from './chain.ts'
import { digest } from './digest.ts'
import { exampleRecord } from './record.example.ts'
import { writeRecord } from './write-record.ts'

describe('writeRecord', () => {
  it('writes the keys in the order of the contract, whatever order they come in', () => {
    const shuffled = Object.fromEntries(Object.entries(exampleRecord).reverse()) as typeof exampleRecord
    const text = writeRecord(shuffled)
    expect(text).toBe(writeRecord(exampleRecord))
    expect(Object.keys(JSON.parse(text)).join(' ')).toBe(
      'v id site subject n previous at event choices withdrawn via trusted place placeBy regime table gpc policy notice locale ui',
    )
  })

  it('leaves out what is not part of a record', () => {
    const more = { ...exampleRecord, userAgent: 'Mozilla/5.0' }
    expect(writeRecord(more)).toBe(writeRecord(exampleRecord))
  })

  it('stays far below 2 kB with twelve purposes (RE: minimal record)', () => {
    const choices = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`a-purpose-of-some-length-${i}`, 'denied' as const]),
    )
    expect(writeRecord({ ...exampleRecord, choices }).length).toBeLessThan(1500)
  })
})

describe('digest', () => {
  it('is the FIPS 180-4 digest', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it.each(['', 'ü', '🔑 und Schloss', 'x'.repeat(1000)])(
    'of %o is what WebCrypto says of its UTF-8 bytes',
    async (text) => {
      const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
      expect(digest(text)).toBe([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
    },
  )
})

describe('linkAfter', () => {
  it('counts on and names the bytes before', () => {
    expect(linkAfter(4, 'abc')).toEqual({ n: 5, previous: digest('abc') })
  })
})
