import type { Page } from '@playwright/test'
import { idle } from '../settle.ts'

/** A host of the test's own: what it is asked is no vendor's business. */
export const BARRIER = 'barrier.latchkey.example'

/** What the page has sent before this has been seen by the servers. Needs no timers, so it works with a stopped clock. */
export async function barrier(page: Page): Promise<void> {
  await page.evaluate(
    (url) => fetch(url, { mode: 'no-cors', cache: 'no-store' }).then(() => {}),
    `https://${BARRIER}/`,
  )
}

/**
 * Waits until the page has done what it had to do: painted, run its idle work, loaded what that asked for and, last,
 * got an answer to a request of its own. So «nothing was sent» can be said without sleeping.
 */
export async function settle(page: Page): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await idle(page)
    await barrier(page)
  }
}
