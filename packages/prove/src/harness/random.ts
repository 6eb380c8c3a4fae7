/** Numbers that look random and come again with the same seed (mulberry32). */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** From 0 up to, not including, `below`. */
  below(below: number): number
  /** One of them. */
  of<T>(list: readonly T[]): T
  chance(share: number): boolean
}

export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    of(list) {
      const item = list[below(list.length)]
      if (item === undefined) throw new RangeError('[prove] random.of: expected a list with something in it.')
      return item
    },
    chance: (share) => next() < share,
  }
}
