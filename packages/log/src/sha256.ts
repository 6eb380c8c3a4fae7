let constants: readonly [start: Int32Array, rounds: Int32Array, w: Int32Array] | undefined

/**
 * SHA-256 (FIPS 180-4), synchronous and small, for places where WebCrypto is out of reach: in a click's own task,
 * and on pages that are not a secure context. Runs in any engine; returns 32 bytes.
 *
 * @example
 * bytesToHex(sha256(utf8('abc'))) // 'ba7816bf…'
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  constants ||= makeConstants()
  const [start, rounds, w] = constants
  const { length } = bytes
  // 0x80, zeros, and the length in bits as 64 bits, up to whole blocks of 64 bytes (§5.1.1).
  const padded = new Uint8Array(((length + 72) >> 6) << 6)
  padded.set(bytes)
  padded[length] = 128
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, length / 0x20000000)
  view.setUint32(padded.length - 4, length << 3)

  const state = start.slice()
  for (let offset = 0; offset < padded.length; offset += 64) {
    // Every index below stays inside its array, hence `as number`.
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    let e = state[4] as number
    let f = state[5] as number
    let g = state[6] as number
    let h = state[7] as number
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = view.getInt32(offset + i * 4)
      else {
        const x = w[i - 15] as number
        const y = w[i - 2] as number
        w[i] =
          (w[i - 16] as number) +
          (w[i - 7] as number) +
          (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) +
          (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))
      }
      const t =
        h +
        (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
        (g ^ (e & (f ^ g))) +
        (rounds[i] as number) +
        (w[i] as number)
      const u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) | (c & (a | b)))
      h = g
      g = f
      f = e
      e = (d + t) | 0
      d = c
      c = b
      b = a
      a = (t + u) | 0
    }
    const sum = [a, b, c, d, e, f, g, h]
    for (let i = 0; i < 8; i++) state[i] = (state[i] as number) + (sum[i] as number)
  }
  state.forEach((word, i) => {
    view.setInt32(i * 4, word)
  })
  return padded.slice(0, 32)
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The standard's own definition (§4.2.2, §5.3.3): fractions of roots of the first primes. A table would be longer. */
function makeConstants(): readonly [Int32Array, Int32Array, Int32Array] {
  const start = new Int32Array(8)
  const rounds = new Int32Array(64)
  for (let n = 2, found = 0; found < 64; n++) {
    let factor = 2
    while (n % factor) factor++
    if (factor < n) continue
    if (found < 8) start[found] = n ** 0.5 * 0x100000000
    rounds[found++] = n ** (1 / 3) * 0x100000000
  }
  return [start, rounds, new Int32Array(64)]
}
