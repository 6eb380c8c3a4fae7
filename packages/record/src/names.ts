/** Objects and arrays within each other, the record itself counted. A record needs two. */
const MAX_DEPTH = 3

/** Names that reach into prototypes; other people's code may copy objects carelessly. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Whether valid JSON names each member once, names none after a prototype's, and is not nested deeply. `JSON.parse`
 * keeps the last of two members of one name and says nothing; another reader may keep the first (RFC 8259 §4), and
 * two readers of one proof must not read different things.
 */
export function hasPlainNames(json: string): boolean {
  const open: (Set<string> | null)[] = []
  let last = ''
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : null) > MAX_DEPTH) return false
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (token === ':') {
      const name: unknown = JSON.parse(last)
      const seen = open.at(-1)
      if (typeof name !== 'string' || FORBIDDEN.has(name) || seen?.has(name)) return false
      seen?.add(name)
    } else {
      last = token
    }
  }
  return true
}
