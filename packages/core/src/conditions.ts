import { own } from './own.ts'
import type { Condition, ConsentState, PurposeId } from './types.ts'

/**
 * Whether a condition is met by what holds now. An empty `every` or `some`, and an unknown purpose, are not met:
 * a mistake keeps things off.
 *
 * @example
 * isMet({ every: ['analytics', 'marketing'] }, store.get().standings)
 */
export function isMet(condition: Condition, standings: ConsentState['standings']): boolean {
  if (typeof condition === 'string') return standings[condition]?.granted === true
  const { every, some } = own<Parts>(condition)
  const met = (part: Condition) => isMet(part, standings)
  // What is no list comes from a page without types, and is not met either.
  return Array.isArray(every) ? every.length > 0 && every.every(met) : Array.isArray(some) && some.some(met)
}

/** Every purpose that a condition names, in order of appearance, without repeats. */
export function purposesOf(condition: Condition): readonly PurposeId[] {
  if (typeof condition === 'string') return [condition]
  const { every, some = [] } = own<Parts>(condition)
  return [...new Set((every ?? some).flatMap(purposesOf))]
}

interface Parts {
  readonly every?: readonly Condition[]
  readonly some?: readonly Condition[]
}
