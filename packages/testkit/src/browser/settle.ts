import type { Page } from '@playwright/test'

/** A host of the test's own: what it is asked is no vendor's business. */
export const BARRIER = 'barrier.latchkey.example'

/**
 * Waits until the page has done what it had to do: painted, run its idle work, loaded what that asked for and, last,
 * got an answer to a request of its own. What was sent before has then been seen by the servers; so «nothing was
 * sent» can be said without sleeping.
 */
export async function settle(page: Page): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await page.evaluate(async (barrier) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
      await frame()
      await frame()
      await idle()
      await fetch(barrier, { mode: 'no-cors', cache: 'no-store' })
    }, `https://${BARRIER}/`)
  }
}
