import { soonEnough } from '@latchkey/testkit/browser'
import type { Seen, WalkedPage } from './in-page.ts'
import type { Tab, World } from './world.ts'

/** What the watch over withdrawn keys takes, and a little. */
const WATCH = 6000
/** Machines may be busy with other things, and pages with them; one that says nothing for so long hangs. */
const HUNG = 120_000

/** Waits until a tab's page has nothing under way, and answers with what the page then says. */
export async function comeToRest({ tabs, seen }: World, tab: Tab): Promise<Seen> {
  const until = Date.now() + HUNG
  const path = new URL(tab.path[tab.at] ?? '').pathname
  for (;;) {
    try {
      const paths = [path, ...(tab.left ? [tab.left.path] : [])]
      const said = await soonEnough(
        tab.page.evaluate(settled, [paths, WATCH] as const),
        HUNG,
        'expected an answer, got none',
      )
      if (said && said.doc !== tab.left?.doc) {
        if (said.path !== path) tab.path.splice(tab.at--, 1)
        tab.left = null
        seen.set(tab, said)
        for (const other of seen.keys()) if (!tabs.includes(other)) seen.delete(other)
        return said
      }
    } catch (error) {
      // The page was on its way to another; if it is no more, nothing will come.
      if (Date.now() > until || tab.page.isClosed()) throw error
    }
    if (Date.now() > until) throw new Error(`expected ${path} to come to rest, got ${tab.page.url()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** In the page: waits, lets the watch's time go by, and waits again. `null` while it is not there yet. */
async function settled([paths, ms]: readonly [readonly string[], number]): Promise<Seen | null> {
  const { walk, $latchkey } = globalThis as WalkedPage
  if (
    !walk ||
    !$latchkey?.isGranted ||
    !paths.includes(location.pathname) ||
    document.readyState !== 'complete'
  )
    return null
  await $latchkey.ready
  await walk.quiet()
  await walk.pass(ms)
  await walk.quiet()
  return paths.includes(location.pathname) ? walk.see() : null
}
