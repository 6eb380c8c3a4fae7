/** Bytes of a text in UTF-8. */
export function weigh(text: string): number {
  return new TextEncoder().encode(text).length
}
