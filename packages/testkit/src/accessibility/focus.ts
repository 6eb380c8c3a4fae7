import type { Page } from '@playwright/test'

/** What has the focus. */
export interface Focused {
  /** `null`: something of the page, or nothing. */
  readonly surface: string | null
  readonly action: string | null
  /** Nothing in the page has it: the body, or the browser's own controls. */
  readonly isNowhere: boolean
  /** It is one of the SDK's own roots, on a surface or beside. */
  readonly isOurs: boolean
  readonly name: string
}

/** Reads the focus, through shadow roots. */
export function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    const host = element?.getRootNode()
    return {
      surface: element?.closest('[data-surface]')?.getAttribute('data-surface') ?? null,
      action: element?.getAttribute('data-latchkey-action') ?? null,
      isNowhere: !element || element === document.body || element === document.documentElement,
      isOurs: host instanceof ShadowRoot,
      name: (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim().slice(0, 40),
    }
  })
}

/** The next press of Tab goes to the first stop of the page. */
export function focusStart(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { body } = document
    const before = body.getAttribute('tabindex')
    body.tabIndex = -1
    body.focus({ preventScroll: true })
    if (before === null) body.removeAttribute('tabindex')
    else body.setAttribute('tabindex', before)
  })
}
