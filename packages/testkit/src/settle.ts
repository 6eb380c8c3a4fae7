import type { Page } from '@playwright/test'
import { trafficOf } from './traffic.ts'

/** Two frames and the idle work after them. */
export async function idle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    // Safari has no requestIdleCallback.
    if ('requestIdleCallback' in globalThis)
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
    else await new Promise((resolve) => setTimeout(resolve, 50))
  })
}

/**
 * Waits until the page has done what it had to do: painted, run its idle work, and got what that asked for; three times
 * over, since one often leads to the other. So «nothing was sent» can be said without sleeping.
 *
 * @example
 * await settle(page)
 * expect(vendors.requests).toEqual([])
 */
export async function settle(page: Page): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await idle(page)
    await trafficOf(page)?.quiet()
  }
}
