import type { Condition, ConsentState } from '@latchkey/core'

/**
 * Reads `data-purpose`: one purpose, several that are all needed (`"analytics marketing"`), or several of which one is
 * enough (`"analytics|marketing"`). `undefined` if a name is unknown or missing: a mistake keeps the element off. Both
 * signs in one text are a mistake too, because no purpose has a space in its name.
 *
 * @example
 * readCondition('video|marketing', store.get().standings) // { some: ['video', 'marketing'] }
 */
export function readCondition(text: string, standings: ConsentState['standings']): Condition | undefined {
  const some = text.includes('|')
  const ids = text.trim().split(some ? /\s*\|\s*/ : /\s+/)
  if (!ids.every((id) => Object.hasOwn(standings, id))) return undefined
  return some ? { some: ids } : ids.length > 1 ? { every: ids } : ids[0]
}
