import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkFairness } from './rendered.ts'
import type { Unfairness } from './unfairness.ts'

let surface: HTMLElement

/** A fair question as plain elements; happy-dom has no layout, so boxes are given. */
beforeEach(() => {
  document.body.innerHTML = `<section data-surface="banner" style="background:#fff">
    <label><input type="checkbox" data-latchkey-purpose="analytics"></label>
    <div class="bar">
      <button data-latchkey-action="reject" style="background:#111111;color:#ffffff">Reject all</button>
      <button data-latchkey-action="accept" style="background:#111111;color:#ffffff">Accept all</button>
    </div>
  </section>`
  surface = document.body
  place('reject', 0, 0)
  place('accept', 108, 0)
  vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([new DOMRect()] as unknown as DOMRectList) // its length
})

afterEach(() => vi.restoreAllMocks())

function button(action: string): HTMLElement {
  const found = surface.querySelector<HTMLElement>(`[data-latchkey-action="${action}"]`)
  if (!found) throw new Error(`no ${action}`)
  return found
}

function place(action: string, x: number, y: number, width = 100, height = 44): void {
  button(action).getBoundingClientRect = () => new DOMRect(x, y, width, height)
}

const rules = () => [...new Set(checkFairness(surface).map(({ rule }) => rule))]

describe('checkFairness', () => {
  it('finds nothing in a fair question', () => {
    expect(checkFairness(surface)).toEqual([])
  })

  it.each<readonly [Unfairness['rule'], string, () => void]>([
    ['DP-1', 'a refusal below the window', () => place('reject', 0, 5000)],
    ['DP-1', 'a disabled refusal', () => button('reject').setAttribute('disabled', '')],
    ['DP-1', 'a see-through refusal', () => button('reject').style.setProperty('opacity', '0.5')],
    ['DP-2', 'a smaller refusal', () => place('reject', 0, 0, 60, 30)],
    ['DP-3', 'a thinner refusal', () => button('reject').style.setProperty('font-weight', '300')],
    ['DP-4', 'a pale refusal', () => button('reject').style.setProperty('color', '#555555')],
    [
      'DP-5',
      'an outlined refusal',
      () => button('reject').style.setProperty('background-color', 'transparent'),
    ],
    ['DP-6', 'a refusal far away', () => place('accept', 300, 0)],
    ['DP-6', 'a refusal out of line', () => place('accept', 30, 100)],
    [
      'DP-6',
      'a link in between',
      () => button('accept').insertAdjacentHTML('beforebegin', '<a href="#x">x</a>'),
    ],
    [
      'DP-7',
      'a refusal that only opens a menu',
      () => button('reject').setAttribute('aria-haspopup', 'menu'),
    ],
    ['DP-8', 'no refusal', () => button('reject').remove()],
    ['DP-8', 'a switch that is on', () => surface.querySelector('input')?.setAttribute('checked', '')],
    [
      'DP-9',
      'a ✕ in place of a refusal',
      () => {
        button('reject').className = 'small'
        button('reject').dataset.latchkeyAction = 'close'
      },
    ],
    [
      'AX-6',
      'words that fade',
      () =>
        surface
          .querySelector('section')
          ?.insertAdjacentHTML('afterbegin', '<p style="color:#aaaaaa">Why</p>'),
    ],
    [
      'AX-6',
      'answers as pale as their surface',
      () => {
        for (const action of ['reject', 'accept'])
          button(action).style.cssText = 'background:#f4f4f4;color:#111111;border:0'
      },
    ],
  ])('names %s for %s', (rule, _, spoil) => {
    spoil()
    expect(rules()).toContain(rule)
  })

  it('takes a wider refusal of the same height: some words are longer', () => {
    place('reject', 0, 0, 140)
    place('accept', 148, 0, 100)
    expect(rules()).toEqual([])
  })

  it('takes leaving a card for a refusal, if it looks like one', () => {
    button('reject').dataset.latchkeyAction = 'close'
    expect(rules()).toEqual([])
  })

  it('asks for no refusal on a tile, which stays latched by itself', () => {
    surface.querySelector('section')?.setAttribute('data-surface', 'placeholder')
    button('reject').remove()
    expect(rules()).toEqual([])
  })

  it('stands on its own, so that a page can run its text', () => {
    const run = new Function(`return (${checkFairness})(document.body)`) as () => readonly Unfairness[]
    expect(run()).toEqual([])
  })
})
