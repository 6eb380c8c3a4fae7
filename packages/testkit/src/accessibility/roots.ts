import type { Page } from '@playwright/test'

/**
 * Runs a function that uses nothing outside itself on each of the SDK’s own roots: that of banner, preferences and card,
 * and one of each tile; on the body of a page that draws surfaces of its own. Answers with all that they answer.
 */
export function inRoots<T, More = undefined>(
  page: Page,
  look: (root: ShadowRoot | Element, more: More) => readonly T[],
  ...[more]: More extends undefined ? [] : [More]
): Promise<readonly T[]> {
  const json = more === undefined ? 'undefined' : JSON.stringify(more)
  return page.evaluate(`(() => {
    const ours = [...document.querySelectorAll('*')].map((one) => one.shadowRoot)
      .filter((root) => root && (root.host.id === 'latchkey' || root.querySelector('[data-surface]')))
    return (ours.length > 0 ? ours : [document.body]).flatMap((root) => (${look})(root, ${json}))
  })()`)
}
