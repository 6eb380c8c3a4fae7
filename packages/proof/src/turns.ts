import type { Platform } from './platform.ts'

/** A tab that is frozen may hold its turn for ever; nobody waits longer. */
const PATIENCE = 10_000

/**
 * Lets one tab at a time deliver what all of them know of, so that they do not send everything several times. Only
 * a courtesy: without locks, without an answer, or when another tab takes too long, tasks run all the same, and ids
 * keep it right (threat model D5).
 */
export function turns({
  alone,
  after,
}: Pick<Platform, 'alone' | 'after'>): (task: () => Promise<unknown>) => void {
  const waiting = new Set<() => Promise<unknown>>()
  let ours = 0
  return (task) => {
    if (ours) return void task()
    waiting.add(task)
    if (waiting.size > 1) return
    const run = async () => {
      cancel()
      const tasks = [...waiting]
      waiting.clear()
      ours++
      await Promise.all(tasks.map((task) => task())).finally(() => ours--)
    }
    // While it is another tab's turn nothing comes of asking; then the timer sees whether something is left.
    const cancel = after(PATIENCE, () => void run())
    alone(run).catch(() => {
      if (waiting.size) void run() // locks are denied here
    })
  }
}
