import type { Page } from '@playwright/test'
import type { WalkedPage } from './in-page.ts'
import { markedAddress, VENDORS } from './site.ts'
import type { INSERTS, PurposeId } from './steps.ts'
import type { World } from './world.ts'

/** Puts an element of a vendor's into a page, marked or as a careless template does. */
export async function insert(
  { marked, expected }: World,
  page: Page,
  doc: number,
  what: (typeof INSERTS)[number],
  purpose: PurposeId,
): Promise<void> {
  if (what === 'marked image' || what === 'marked frame') {
    const name = `inserted${marked.length}`
    marked.push({ doc, purpose, why: `marked-${name}` })
    await page.evaluate(insertMarked, [
      what === 'marked image' ? 'img' : 'iframe',
      purpose,
      markedAddress(doc, purpose, name),
    ] as const)
    return
  }
  const [number, may] = await page.evaluate(insertRaw, [what, purpose, VENDORS[purpose].host] as const)
  if (may) expected.push({ doc, number })
}

/** In the page. */
function insertMarked([tag, purpose, src]: readonly [string, string, string]): void {
  const element = document.createElement(tag)
  element.title = 'Film'
  Object.assign(element.dataset, { purpose, src })
  document.body.append(element)
}

/** In the page: answers with the request's number, and whether it may leave. */
async function insertRaw([what, purpose, host]: readonly [string, string, string]): Promise<
  [number, boolean]
> {
  const { walk } = globalThis as WalkedPage
  const address = walk.address(host, purpose, `raw-${what}`)
  const put = (name: string) =>
    document.body.append(Object.assign(document.createElement(name), { src: address, title: 'x' }))
  if (what === 'image') new Image().src = address
  else if (what === 'script') put('script')
  else if (what === 'frame') put('iframe')
  else if (what === 'markup') document.body.insertAdjacentHTML('beforeend', `<img alt="" src="${address}">`)
  else if (what === 'fetch') fetch(address, { mode: 'no-cors' }).catch(() => {})
  else navigator.sendBeacon(address)
  const mark = new URL(address).searchParams.get('mark')?.split(' ') ?? []
  return [Number(mark[3]), mark[4] === 'may']
}
