export type Json = Readonly<Record<string, unknown>>

export function kind(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value
}

/** An object's own members, none of anything else: a page that polluted `Object.prototype` must not set us up (B6). */
export function own(value: unknown): Json {
  return { __proto__: null, ...(kind(value) === 'object' && (value as object)) } // its kind was looked at
}
