import type { LogStore } from '../store/store.ts'

export interface WiperOptions {
  readonly store: Pick<LogStore, 'wipe' | 'isPassing'>
  /** Milliseconds that somebody waits for it. */
  readonly patience: number
  /** Wiping failed: nobody knows what is on the disk (threat model D8). */
  readonly onFailure: (error: unknown) => void
}

/** Empties the store's journals of what was erased, as soon as nobody reads there any more. */
export interface Wiper {
  /** Something was erased. Whether it is wiped by now; `false`: not yet, and it is tried again until it is. */
  wipe(): Promise<boolean>
  /** Something that was erased may still lie there. */
  isDue(): boolean
  /** Tries once more if need be; what is left then is for the next start. */
  stop(): Promise<void>
}

/** Milliseconds between two tries. */
const FIRST = 50
const LAST = 5000

/**
 * Wipes until it is done: a reader that holds the database for minutes must not leave an erasure undone until somebody
 * commits again (threat model G3).
 */
export function wiper({ store, patience, onFailure }: WiperOptions): Wiper {
  const asked = new Set<(done: boolean) => void>()
  let due = false
  let stopped = false
  let running: Promise<void> | null = null
  let wake: () => void = () => {}

  const attempt = async () => {
    due = false
    // Whoever asks while it goes on may have written after it began.
    const before = [...asked]
    try {
      if (await store.wipe()) for (const tell of before) tell(true)
      else due = true
    } catch (error) {
      due = true
      if (store.isPassing(error)) return
      stopped = true
      onFailure(error)
    }
  }
  const run = async () => {
    for (let wait = FIRST; ; wait = Math.min(wait * 2, LAST)) {
      await attempt()
      if (!due || stopped) {
        running = null
        return
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        // Alone it keeps no process alive: the next start wipes, too.
        setTimeout(resolve, wait).unref()
      })
    }
  }

  return {
    isDue: () => due,
    async wipe() {
      due = true
      const wiped = new Promise<boolean>((resolve) => {
        const tell = (done: boolean) => {
          clearTimeout(timer)
          asked.delete(tell)
          resolve(done)
        }
        const timer = setTimeout(tell, patience, false)
        asked.add(tell)
      })
      wake()
      if (!stopped) running ??= run()
      return wiped
    },
    async stop() {
      if (stopped) return
      stopped = true
      wake()
      await running
      if (due) await attempt()
      for (const tell of [...asked]) tell(false)
    },
  }
}
