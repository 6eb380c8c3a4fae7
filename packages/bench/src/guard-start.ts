import type { GuardPage, WithGuard } from './guard-page.ts'

/** What it takes the guard to stand and to leave, in milliseconds; one entry for each page. */
export interface Starts {
  /** On a page where none of this has run before, as shoppers meet it. */
  readonly first: readonly number[]
  /** Once more on the same page: what the guard does itself, without what the engine does for any new code. */
  readonly again: readonly number[]
  readonly leaving: readonly number[]
}

/** Lets the guard stand in many fresh realms. */
export async function measureStarts({ page, renew }: GuardPage, realms: number): Promise<Starts> {
  const starts = { first: [] as number[], again: [] as number[], leaving: [] as number[] }
  for (let realm = 0; realm < realms; realm++) {
    await renew()
    const [first, leaving, again] = await page.evaluate(() => {
      const { stand } = globalThis as WithGuard
      const times = [performance.now()]
      const leave = stand()
      times.push(performance.now())
      leave()
      times.push(performance.now())
      const leaveAgain = stand()
      times.push(performance.now())
      leaveAgain()
      return times.slice(1).map((time, index) => time - (times[index] ?? 0)) as [number, number, number]
    })
    starts.first.push(first)
    starts.leaving.push(leaving)
    starts.again.push(again)
  }
  return starts
}
