import type { Platform } from './platform.ts'

/** Databases have been seen to hang for good (Safari after a restart, a blocked upgrade); nobody waits longer. */
const PATIENCE = 3000

/** Asks; resolves with the answer, or with `otherwise` when there is none. Never rejects. */
export type Ask = <T>(question: () => Promise<T>, otherwise: T) => Promise<T>

/**
 * Makes a database safe to ask (threat model D4). One that did not answer in time is not asked again on this page.
 *
 * @param failed Hears of every failure.
 */
export function inTime(after: Platform['after'], failed: () => void): Ask {
  let silent = false
  return (question, otherwise) =>
    new Promise((resolve) => {
      const giveUp = () => {
        failed()
        resolve(otherwise)
      }
      if (silent) {
        resolve(otherwise)
        return
      }
      const cancel = after(PATIENCE, () => {
        silent = true
        giveUp()
      })
      // Asked in this very task: a put must be on its way before the page goes.
      question().then(resolve, giveUp).finally(cancel)
    })
}
