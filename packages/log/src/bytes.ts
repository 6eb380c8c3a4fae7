/** One array of all the parts, in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** The same bytes. Not constant-time: for hashes that are public, never for secrets. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** A whole number from 0 to 2^53 - 1 as 8 bytes, big-endian. */
export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  // Both are taken modulo 2^32, without what is behind the point.
  view.setUint32(0, value / 0x100000000)
  view.setUint32(4, value)
  return bytes
}

/** Reads 8 bytes, big-endian. `null` above 2^53 - 1, where numbers stop being exact. */
export function fromU64(bytes: Uint8Array): number | null {
  if (bytes.length !== 8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  const value = view.getUint32(0) * 0x100000000 + view.getUint32(4)
  return Number.isSafeInteger(value) ? value : null
}

/** A place in the log, or its length: a whole number that JavaScript holds exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
