import { afterEach, describe, expect, it } from 'vitest'
import { isMet, purposesOf } from './conditions.ts'
import type { Condition, ConsentState } from './types.ts'

const standings: ConsentState['standings'] = {
  analytics: { granted: true, basis: 'subject' },
  marketing: { granted: false, basis: 'default' },
  chat: { granted: true, basis: 'subject' },
}

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, 'some')
})

describe('a condition', () => {
  it.each<[Condition, boolean]>([
    ['analytics', true],
    ['marketing', false],
    ['nosuch', false],
    ['toString', false],
    [{ every: ['analytics', 'chat'] }, true],
    [{ every: ['analytics', 'marketing'] }, false],
    [{ every: [] }, false],
    [{ some: ['marketing', 'chat'] }, true],
    [{ some: [] }, false],
    [{ every: 'analytics' } as unknown as Condition, false],
    [{ some: 'analytics' } as unknown as Condition, false],
    [{ every: [], some: ['analytics'] } as Condition, false],
    [{ every: ['analytics', { some: ['marketing', 'chat'] }] }, true],
  ])('%j is met: %s', (condition, expected) => {
    expect(isMet(condition, standings)).toBe(expected)
  })

  it('is not met by a polluted prototype (B6)', () => {
    Object.defineProperty(Object.prototype, 'some', { value: ['analytics'], configurable: true })
    expect(isMet({} as Condition, standings)).toBe(false)
    expect(isMet({ every: ['marketing'] }, standings)).toBe(false)
  })

  it('names its purposes once each', () => {
    expect(purposesOf({ every: ['analytics', { some: ['chat', 'analytics'] }] })).toEqual([
      'analytics',
      'chat',
    ])
  })
})
