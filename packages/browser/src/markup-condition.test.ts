import type { Condition } from '@latchkey/core'
import { describe, expect, it } from 'vitest'
import { readCondition } from './markup-condition.ts'

const standing = { granted: true, basis: 'default' } as const
const standings = { analytics: standing, marketing: standing, 'chat-training': standing }

describe('data-purpose', () => {
  it.each<[string, Condition]>([
    ['analytics', 'analytics'],
    [' analytics\n', 'analytics'],
    ['analytics marketing', { every: ['analytics', 'marketing'] }],
    ['analytics  \t chat-training', { every: ['analytics', 'chat-training'] }],
    ['analytics|marketing', { some: ['analytics', 'marketing'] }],
    ['analytics | marketing|chat-training', { some: ['analytics', 'marketing', 'chat-training'] }],
  ])('«%s» reads as %j', (text, condition) => {
    expect(readCondition(text, standings)).toEqual(condition)
  })

  it.each([
    '',
    ' ',
    '|',
    'analytics|',
    '|analytics',
    'analytics||marketing',
    'analytics marketing|chat-training',
    'analytics|marketing chat-training',
    'analytics,marketing',
    'analytics&marketing',
    '!analytics',
    'Analytics',
    'analytics nosuch',
    'analytics|nosuch',
    'toString',
    '__proto__|analytics',
  ])('«%s» is a mistake, and opens nothing (B6)', (text) => {
    expect(readCondition(text, standings)).toBeUndefined()
  })
})
