/** A page's timers on a clock that only a test moves. */
export interface Clock {
  /** How many timers wait. */
  readonly waiting: number
  /** Moves on and runs what falls due, in order. */
  advance(milliseconds: number): void
  readonly timers: Pick<typeof globalThis, 'setTimeout' | 'setInterval' | 'clearTimeout' | 'clearInterval'>
}

interface Timer {
  due: number
  readonly every: number | undefined
  readonly run: () => void
}

export function createClock(): Clock {
  const waiting = new Map<number, Timer>()
  let now = 0
  let ids = 0
  const add = (run: () => void, delay = 0, repeats: boolean) => {
    const every = repeats ? Math.max(delay, 1) : undefined
    waiting.set(++ids, { due: now + delay, every, run })
    return ids
  }
  const clear = (id: unknown) => void waiting.delete(Number(id))
  return {
    get waiting() {
      return waiting.size
    },
    advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const [next] = [...waiting].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)
        if (!next) break
        const [id, timer] = next
        now = timer.due
        if (timer.every === undefined) waiting.delete(id)
        else timer.due += timer.every
        timer.run()
      }
      now = end
    },
    timers: {
      setTimeout: (run: () => void, delay?: number) => add(run, delay, false),
      setInterval: (run: () => void, delay?: number) => add(run, delay, true),
      clearTimeout: clear,
      clearInterval: clear,
    } as unknown as Clock['timers'], // Node's types want timer objects; a page has numbers
  }
}
