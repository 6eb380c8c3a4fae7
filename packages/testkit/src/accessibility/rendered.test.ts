import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccessibilityRule, Inaccessibility } from './inaccessibility.ts'
import { checkAccessibility } from './rendered.ts'

/** An accessible question as plain elements. happy-dom has no layout, so every box is the same, and leaves colours as written. */
beforeEach(() => {
  document.body.innerHTML = `<div lang="en" dir="ltr">
    <section data-surface="banner" aria-labelledby="ask" style="background:rgb(255, 255, 255);color:rgb(17, 17, 17)">
      <h2 id="ask">May we?</h2>
      <label><b>Count visits</b><input type="checkbox" role="switch" data-latchkey-purpose="analytics" style="appearance:none;border:2px solid rgb(17, 17, 17)"><span>Off</span></label>
      <details open><summary>More</summary><p>Much more</p></details>
    </section>
    <p role="status"></p>
  </div>`
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 300, 60))
})

const rules = () => [...new Set(checkAccessibility(document.body).map(({ rule }) => rule))]
const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}

describe('checkAccessibility', () => {
  it('finds nothing in an accessible question', () => {
    expect(checkAccessibility(document.body)).toEqual([])
  })

  it.each<readonly [AccessibilityRule, string, () => void]>([
    ['AX-1', 'a region without a name', () => find('section').removeAttribute('aria-labelledby')],
    ['AX-1', 'a surface without a role', () => find('section').setAttribute('role', 'none')],
    ['AX-6', 'pale text', () => find('h2').style.setProperty('color', 'rgb(153, 153, 153)')],
    ['AX-6', 'a pale edge', () => find('input').style.setProperty('border-color', 'rgb(221, 221, 221)')],
    ['AX-9', 'a mere checkbox', () => find('input').removeAttribute('role')],
    ['AX-9', 'a switch without a word for its state', () => find('label span').remove()],
    ['AX-10', 'a disclosure with another role', () => find('summary').setAttribute('role', 'note')],
    ['AX-11', 'no live region', () => find('[role=status]').remove()],
    [
      'AX-11',
      'a live region that is not rendered',
      () => find('[role=status]').style.setProperty('display', 'none'),
    ],
    ['AX-12', 'no language', () => find('[lang]').removeAttribute('lang')],
    ['AX-12', 'Arabic from left to right', () => find('[lang]').setAttribute('lang', 'ar')],
  ])('names %s for %s', (rule, _, spoil) => {
    spoil()
    expect(rules()).toContain(rule)
  })

  it('stands on its own, so that a page can run its text', () => {
    const run = new Function(
      `return (${checkAccessibility})(document.body)`,
    ) as () => readonly Inaccessibility[]
    expect(run()).toEqual([])
  })
})
