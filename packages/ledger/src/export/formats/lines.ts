/** What some reader takes for the end of a line although JSON does not escape it: Python's `splitlines`, old JavaScript. */
const BREAKS = /[\u0085\u2028\u2029]/g

/** A value as one line of JSON Lines. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value)
  return `${json.replace(BREAKS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}

/** A text without anything that ends a line, for formats that have no escape for it. */
export function onOneLine(text: string): string {
  return text.replace(/\r\n|[\p{Cc}\u2028\u2029]/gu, ' ')
}
