import type { WalkedPage } from './in-page.ts'
import { insert } from './insert.ts'
import { choicesOf, isGranted } from './model.ts'
import { press } from './press.ts'
import { markedAddress } from './site.ts'
import { PURPOSES, type PurposeId, type Step } from './steps.ts'
import { follow, gpcOf, say, type Tab, type World } from './world.ts'

const DAY = 86_400_000

/** Does one step, in the model and in the browser. `false`: there was nothing to do. */
export async function go(world: World, step: Step): Promise<boolean> {
  const { plan, visit, tabs } = world
  world.before = { ...world.device, now: world.now() }
  visit.forget()
  world.expected.splice(0)
  const tab = tabs[step.tab % tabs.length]
  if (!tab) return false
  const { page } = tab
  const doc = await page.evaluate(() => (globalThis as WalkedPage).walk.doc)
  switch (step.kind) {
    case 'decide': {
      if (step.via !== 'api') {
        if (plan.region === 'US-CA' && gpcOf(world, doc)) return false // the switches are locked then
        const offered = await press(page, step)
        if (!offered) return false
        const wanted = (purpose: PurposeId) =>
          step.how === 'accept' || (step.how === 'save' && step.wanted.includes(purpose))
        say(world, { choices: choicesOf(offered, wanted), via: step.via, trusted: true })
        return true
      }
      const answer = step.how === 'reject' ? 'deny' : 'grant'
      const choices = choicesOf(step.wanted, () => answer === 'grant')
      say(world, { choices, via: 'api', trusted: false })
      return call(world, tab, doc, answer, step.wanted, step.leave)
    }
    case 'withdraw': {
      const now = { ...world.device, now: world.now() }
      const loaded = { gpc: gpcOf(world, doc), ruled: world.seen.get(tab)?.ruled ?? true }
      const granted = PURPOSES.filter((purpose) => isGranted(now, purpose, loaded))
      say(world, { choices: choicesOf(granted, () => false), via: 'api', trusted: false })
      return call(world, tab, doc, 'withdraw', null, step.leave)
    }
    case 'link': {
      const address = world.place()
      follow(tab, address)
      await page.evaluate((address) => {
        const link = document.querySelector<HTMLAnchorElement>('#next')
        if (link) link.href = address
        link?.click()
      }, address)
      return true
    }
    case 'route': {
      const address = world.place()
      const name = `route${address.replace(/.*\//, '')}`
      follow(tab, address)
      world.marked.push({ doc, purpose: 'marketing', why: `marked-${name}` })
      await page.evaluate(routeTo, [address, markedAddress(doc, 'marketing', name)] as const)
      return true
    }
    case 'back':
      if (tab.at === 0) return false
      tab.at -= 1
      await page.evaluate(() => void setTimeout(() => history.back()))
      return true
    case 'open':
      if (tabs.length === 3) return false
      await world.open()
      return true
    case 'close':
      if (tabs.length === 1) return false
      tabs.splice(tabs.indexOf(tab), 1)
      await page.close()
      return true
    case 'insert':
      await insert(world, page, doc, step.what, step.purpose)
      return true
    case 'clock':
      world.offset += step.days * DAY
      visit.set(world)
      for (const { page } of tabs)
        await page.evaluate((offset) => (globalThis as WalkedPage).walk.move(offset), world.offset)
      return true
    case 'gpc':
      world.gpc = !world.gpc
      visit.set(world)
      return true
  }
}

/** The page's own code says something, and perhaps leaves in the same breath. */
async function call(
  world: World,
  tab: Tab,
  doc: number,
  method: 'grant' | 'deny' | 'withdraw',
  purposes: readonly PurposeId[] | null,
  leave: boolean,
): Promise<boolean> {
  const from = new URL(tab.page.url()).pathname
  const address = leave ? world.place() : ''
  if (leave) {
    follow(tab, address)
    tab.left = { doc, path: from }
  }
  await tab.page.evaluate(
    ([method, purposes, address]) => {
      const { $latchkey } = globalThis as WalkedPage
      if (purposes) $latchkey[method](purposes)
      else $latchkey.withdraw()
      if (address) location.href = address
    },
    [method, purposes, address] as const,
  )
  return true
}

/** In the page: a client-side router's work. */
function routeTo([address, src]: readonly [string, string]): void {
  history.pushState(null, '', address)
  const view = document.querySelector('#view') ?? document.body.appendChild(document.createElement('div'))
  view.id = 'view'
  const image = document.createElement('img')
  Object.assign(image.dataset, { purpose: 'marketing', src })
  view.replaceChildren(image)
}
