import type { Page } from '@playwright/test'
import { openResident, profileFolder } from './browsers.ts'
import { wait } from './leave.ts'
import { startSite } from './site.ts'

/** Options of {@link runKills}. */
export interface KillOptions {
  readonly sdk: string
  readonly times: number
  /**
   * Milliseconds between the press and the kill, or `stored`: as soon as the outbox's database has the decision. On a
   * machine that is busy with other things no number of milliseconds is enough.
   * @default 250
   */
  readonly after?: number | 'stored' | undefined
  readonly progress?: ((line: string) => void) | undefined
}

/**
 * Decides while the ledger cannot be reached, kills the whole browser a moment later, starts it again on the same profile, and
 * looks whether the decision arrives. What a browser had not written by then is gone, and the shopper is asked again:
 * that is no loss, but it is told apart.
 */
export async function runKills({ sdk, times, after = 250, progress }: KillOptions): Promise<{
  readonly made: number
  readonly lost: number
  readonly doubled: number
}> {
  const site = await startSite({ sdk })
  let lost = 0
  let doubled = 0
  try {
    for (let turn = 0; turn < times; turn += 1) {
      const { folder, remove } = profileFolder()
      const before = (await site.decided()).length
      const first = await openResident(folder)
      site.ledger.goDown('refused')
      const page = await first.context.newPage()
      await page.goto(site.origin)
      await page.locator('#latchkey [data-latchkey-action="reject"]').click()
      await (after === 'stored' ? stored(page) : wait(after))
      await first.kill()
      site.ledger.comeBack()
      const second = await openResident(folder)
      const next = await second.context.newPage()
      await next.goto(site.origin)
      const until = performance.now() + 20_000
      while (performance.now() < until && (await site.decided()).length === before) await wait(50)
      await wait(100)
      const found = (await site.decided()).length - before
      if (found === 0) lost += 1
      if (found > 1) doubled += 1
      await second.context.close()
      remove()
      progress?.(`killed ${turn + 1}: ${lost} lost`)
    }
    return { made: times, lost, doubled }
  } finally {
    await site.close()
  }
}

/** Resolves once the outbox's database has a decision. */
async function stored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    // To open a database that is not there would make an empty one.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'latchkey')) return false
    const rows = await new Promise<readonly unknown[]>((resolve, reject) => {
      const opening = indexedDB.open('latchkey')
      opening.onerror = reject
      opening.onsuccess = () => {
        const reading = opening.result.transaction('outbox').objectStore('outbox').getAll()
        reading.onerror = reject
        reading.onsuccess = () => {
          opening.result.close()
          resolve(reading.result)
        }
      }
    })
    return JSON.stringify(rows).includes('decided')
  })
}
