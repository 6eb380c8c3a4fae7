import type { Condition, ConsentState, PurposeId } from './types.ts'

/**
 * Whether a condition is met by what holds now. An empty `every` or `some`, and an unknown purpose, are not met:
 * a mistake keeps things off.
 *
 * @example
 * isMet({ every: ['analytics', 'marketing'] }, store.get().standings)
 */
export function isMet(condition: Condition, standings: ConsentState['standings']): boolean {
  if (typeof condition === 'string') {
    return Object.hasOwn(standings, condition) && standings[condition]?.granted === true
  }
  const { every, some } = parts(condition)
  if (every) return every.length > 0 && every.every((part) => isMet(part, standings))
  return some ? some.some((part) => isMet(part, standings)) : false
}

/** Every purpose that a condition names, in order of appearance, without repeats. */
export function purposesOf(condition: Condition): readonly PurposeId[] {
  if (typeof condition === 'string') return [condition]
  const { every, some } = parts(condition)
  return [...new Set((every ?? some ?? []).flatMap(purposesOf))]
}

/** Own members only: a page that polluted `Object.prototype` must not open a gate. */
function parts(condition: Exclude<Condition, string>): {
  every?: readonly Condition[] | undefined
  some?: readonly Condition[] | undefined
} {
  if (Object.hasOwn(condition, 'every'))
    return { every: (condition as { every: readonly Condition[] }).every, some: undefined }
  if (Object.hasOwn(condition, 'some'))
    return { every: undefined, some: (condition as { some: readonly Condition[] }).some }
  return { every: undefined, some: undefined }
}
