import { openResident, profileFolder } from './browsers.ts'
import { wait } from './leave.ts'
import { startSite } from './site.ts'

/** Options of {@link runKills}. */
export interface KillOptions {
  readonly sdk: string
  readonly times: number
  /** Milliseconds between the press and the kill. @default 250 */
  readonly after?: number | undefined
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
      await wait(after)
      await first.kill()
      site.ledger.comeBack()
      const second = await openResident(folder)
      const next = await second.context.newPage()
      await next.goto(site.origin)
      const until = performance.now() + 8000
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
