import type { Page } from '@playwright/test'

/** Words that appeared in a live region. */
export interface Announcement {
  readonly text: string
  /** The region could be perceived before it had them; one that comes with its words is not heard (AX-11). */
  readonly heard: boolean
}

/**
 * What live regions say while something is done, as far as a page can tell: screen readers differ, but none reads a
 * region that is not there before its words.
 *
 * @example
 * const said = await announcements(page, () => banner.save())
 * expect(said).toEqual([{ text: 'Saved.', heard: true }])
 */
export async function announcements(
  page: Page,
  act: () => Promise<void>,
  { within = 2000 }: { readonly within?: number | undefined } = {},
): Promise<readonly Announcement[]> {
  const spy = await page.evaluateHandle(listen)
  await act()
  return page.evaluate(({ spy, within }) => spy.said(within), { spy, within })
}

/** In the page; uses nothing outside itself. */
function listen(): { said(within: number): Promise<readonly Announcement[]> } {
  const LIVE = '[role=status],[role=alert],[aria-live=polite],[aria-live=assertive]'
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? [])]
  const isPerceivable = (region: Element): boolean => {
    for (let each: Element | null = region; each; ) {
      const { display, visibility } = getComputedStyle(each)
      if (display === 'none' || visibility === 'hidden' || each.hasAttribute('inert')) return false
      const top: Node = each.getRootNode()
      each = each.parentElement ?? (top instanceof ShadowRoot ? top.host : null)
    }
    const modal = roots.flatMap((root) => [...root.querySelectorAll(':modal')]).at(-1)
    return !modal || modal.contains(region)
  }
  const regions = () => roots.flatMap((root) => [...root.querySelectorAll(LIVE)])
  const said: Announcement[] = []
  const texts = new WeakMap<Element, string>()
  let ready = new Set(regions().filter(isPerceivable))
  for (const region of regions()) texts.set(region, region.textContent ?? '')
  let running = true
  const frame = () => {
    for (const region of regions()) {
      const text = (region.textContent ?? '').trim()
      if (text && text !== texts.get(region)) said.push({ text, heard: ready.has(region) })
      texts.set(region, text)
    }
    ready = new Set(regions().filter(isPerceivable))
    if (running) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  return {
    async said(within) {
      const until = performance.now() + within
      while (said.length === 0 && performance.now() < until) await new Promise(requestAnimationFrame)
      running = false
      return said
    },
  }
}
