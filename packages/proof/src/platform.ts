import { type Database, indexedDatabase, isDatabaseThere } from './database.ts'
import type { KeyStorage } from './guarded-storage.ts'

/** What of the browser is used. Tests pass their own. */
export interface Platform {
  readonly window: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  readonly document: { readonly prerendering?: unknown; readonly visibilityState?: unknown }
  /** Opens the database; called again after it failed. May throw. */
  database(): Database
  /** Whether an earlier page has left a database; makes none. May reject. */
  isDatabaseThere(): Promise<boolean>
  /** The journal's storage: synchronous, and there after the page is left. May throw. */
  storage(): KeyStorage | null
  /** Unpredictable bytes. */
  random(length: number): Uint8Array
  /** From 0 to 1, for jitter. */
  chance(): number
  /** Runs a task later; returns how to call it off. */
  after(ms: number, task: () => void): () => void
  /** Runs a task once the page has had a chance to paint what the last press changed; soon in any case. */
  painted(task: () => void): void
  /** Runs a task when the page has nothing better to do. */
  idle(task: () => void): void
  /** Runs a task unless another tab is at one; where tabs cannot know, it runs. May reject, or never settle. */
  alone(task: () => Promise<void>): Promise<void>
}

/** The browser that this runs in. Touches nothing until asked. */
export function browserPlatform(): Platform {
  return {
    window,
    document,
    database: indexedDatabase,
    isDatabaseThere,
    storage: () => localStorage,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    chance: Math.random,
    after(ms, task) {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
    painted(task) {
      let due = true
      const run = () => {
        if (due) task()
        due = false
      }
      requestAnimationFrame(() => setTimeout(run))
      setTimeout(run, 100) // a page that is hidden paints nothing
    },
    idle(task) {
      // Safari learned requestIdleCallback late.
      if (typeof requestIdleCallback === 'function') requestIdleCallback(() => task(), { timeout: 2000 })
      else setTimeout(task, 200)
    },
    async alone(task) {
      // Missing on pages without https, and in older Safari.
      const locks: LockManager | undefined = navigator.locks
      if (!locks) return task()
      await locks.request('latchkey.outbox', { ifAvailable: true }, (lock) => (lock ? task() : undefined))
    },
  }
}
