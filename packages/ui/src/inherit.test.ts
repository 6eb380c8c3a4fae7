import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Rgb } from './contrast.ts'
import { inheritLook } from './inherit.ts'

let stop = () => {}

/** happy-dom computes no `color-mix`: what browsers make of it, the end-to-end test sees. */
vi.mock('./colours-of.ts', () => ({
  coloursOf: (_page: Document, _window: Window, written: readonly string[]): readonly (Rgb | null)[] =>
    written.map((colour) => {
      if (colour.startsWith('var(')) return [255, 255, 255]
      const [, red, green, blue, alpha = '1'] =
        /rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)/.exec(colour) ?? []
      return alpha === '1' ? [Number(red), Number(green), Number(blue)] : null
    }),
}))

beforeEach(() => {
  vi.spyOn(Element.prototype, 'getClientRects').mockImplementation(function (this: Element) {
    return (this.hasAttribute('data-unseen') ? [] : [new DOMRect(0, 0, 90, 44)]) as unknown as DOMRectList // its length
  })
})

afterEach(() => {
  stop()
  vi.restoreAllMocks()
  document.adoptedStyleSheets = []
})

const button = (style: string, more = '') =>
  `<button ${more} style="background-color: rgb(20, 80, 50); background-image: none; color: rgb(255, 255, 255); border-top-left-radius: 7px; visibility: visible; opacity: 1; ${style}">Buy</button>`

function tokensOn(body: string): string {
  document.body.innerHTML = body
  stop = inheritLook(document)
  return said()
}

const said = () =>
  document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n')

describe('inheritLook', () => {
  it('takes accent, words and radius of the shop’s button, as tokens that any line of the shop’s own beats', () => {
    const tokens = tokensOn(button(''))
    expect(tokens).toContain(':where(:root)')
    expect(tokens).toMatch(/--latchkey-accent: ?rgb\(20,80,50\)/)
    expect(tokens).toMatch(/--latchkey-on-accent: ?rgb\(255,255,255\)/)
    expect(tokens).toMatch(/--latchkey-radius: ?10\.0px/)
  })

  it.each([
    ['words that cannot be read', 'color: rgb(120, 160, 130)'],
    [
      'a fill that does not stand out from the surface',
      'background-color: rgb(250, 250, 240); color: rgb(0, 0, 0)',
    ],
  ])('keeps our own colours before %s', (_, style) => {
    const tokens = tokensOn(button(style))
    expect(tokens).not.toContain('accent')
    expect(tokens).toContain('--latchkey-radius')
  })

  it.each([
    ['unseen', '', 'data-unseen'],
    ['disabled', '', 'disabled'],
    ['see-through', 'background-color: rgba(0, 0, 0, 0)', ''],
    ['filled with a picture', 'background-image: linear-gradient(red, blue)', ''],
    ['hidden', 'visibility: hidden', ''],
  ])('looks past a button that is %s', (_, style, more) => {
    expect(tokensOn(button(style, more))).toBe('')
    stop()
    expect(tokensOn(button(style, more) + button('background-color: rgb(90, 20, 60)'))).toMatch(
      /rgb\(90,20,60\)/,
    )
  })

  it('prefers what is called primary to what comes first', () => {
    const primary = button('background-color: rgb(90, 20, 60)', 'class="btn-primary"')
    expect(tokensOn(button('') + primary)).toMatch(/rgb\(90,20,60\)/)
  })

  it.each([
    ['999px', 32],
    ['50%', 32],
    ['0px', 0],
    ['0%', 0],
  ])('makes a radius of %s one of %d pixels', (radius, pixels) => {
    expect(tokensOn(button(`border-top-left-radius: ${radius}`))).toContain(`${pixels.toFixed(1)}px`)
  })

  it('reads again when the page changes its scheme, and leaves nothing behind when it ends', async () => {
    tokensOn(button(''))
    const shop = document.querySelector('button')
    shop?.style.setProperty('background-color', 'rgb(30, 30, 90)')
    document.documentElement.dataset.theme = 'dark'
    await vi.waitFor(() => expect(said()).toMatch(/rgb\(30,30,90\)/))
    stop()
    expect(document.adoptedStyleSheets).toEqual([])
  })
})
