import type { Database } from './database.ts'
import type { Platform } from './platform.ts'

/** Databases have been seen to hang for good (Safari after a restart, a blocked upgrade); nobody waits longer. */
const PATIENCE = 3000

/** Asks; resolves with the answer, or with `otherwise` when there is none. Never rejects. */
export type Ask = <T>(question: (database: Database) => Promise<T>, otherwise: T) => Promise<T>

/**
 * Makes a database safe to ask (threat model D4). After a failure it is opened anew and asked once more: browsers close
 * connections as they like, and a closed one fails for good. One that did not answer in time twice is not asked again
 * on this page.
 *
 * @param failed Hears of every failure that a second try did not mend.
 */
export function inTime(platform: Pick<Platform, 'database' | 'after'>, failed: () => void): Ask {
  let open: Database | undefined
  let silences = 0

  function attempt<T>(question: (database: Database) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      open ??= platform.database()
      const used = open
      const cancel = platform.after(PATIENCE, () => {
        silences++
        fail('silent')
      })
      function fail(why: unknown): void {
        if (open === used) open = undefined
        reject(why)
      }
      // Asked in this very task: a put must be on its way before the page goes.
      question(used).then(resolve, fail).finally(cancel)
    })
  }

  return async (question, otherwise) => {
    for (let tries = 0; tries < 2 && silences < 2; tries++) {
      try {
        const answer = await attempt(question)
        silences = 0
        return answer
      } catch {
        // once more, with a fresh one
      }
    }
    failed()
    return otherwise
  }
}
