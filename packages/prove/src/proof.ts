/** What a proof is told. */
export interface ProofOptions {
  /** `short` runs in `npm test`; `full` makes the figures. */
  readonly scale: Scale
  /** Makes a run repeatable as far as clocks and other processes let it. */
  readonly random: number
  /** An empty folder of this proof's own. */
  readonly folder: string
  /** A bug that is built into what is proven: the proof must not hold. One of the proof's own `seeds`. */
  readonly seed?: string | undefined
  readonly progress: (line: string) => void
}

export type Scale = 'short' | 'full'

/** What came of it. */
export interface ProofResult {
  readonly name: string
  /** How many times it was tried: kills, images, edits, requests. */
  readonly runs: number
  /** One line: what was done and what had to hold. */
  readonly what: string
  readonly held: boolean
  readonly figures: Readonly<Record<string, string | number>>
  /** What did not hold, the first twenty. */
  readonly problems: readonly string[]
  /** Why it was not run here; it then counts neither way. */
  readonly skipped?: string | undefined
}

export interface Proof {
  readonly name: string
  readonly what: string
  /** Bugs that can be built in, each of which it must catch. */
  readonly seeds: readonly string[]
  run(options: ProofOptions): Promise<ProofResult>
}

/** Collects what does not hold, and keeps the first twenty sentences of it. */
export interface Problems {
  add(sentence: string): void
  count(): number
  list(): readonly string[]
}

export function problems(): Problems {
  const kept: string[] = []
  let found = 0
  return {
    add(sentence) {
      found += 1
      if (kept.length < 20) kept.push(sentence)
    },
    count: () => found,
    list: () => kept,
  }
}
