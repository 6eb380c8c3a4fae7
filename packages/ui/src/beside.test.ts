import { describe, expect, it } from 'vitest'
import { type BesideOptions, beside, type Side } from './beside.ts'

const window = { width: 1280, height: 800 }
const card = { width: 440, height: 300 }
const at = (x: number, y: number, width = 120, height = 44) => ({ x, y, width, height })
const place = (near: BesideOptions['near'], more: Partial<BesideOptions> = {}) =>
  beside({ near, card, window, dir: 'ltr', ...more })

describe('a card stands', () => {
  it.each<[string, BesideOptions['near'], Side, number, number]>([
    ['below what it is about, from where that begins', at(100, 100), 'below', 100, 156],
    ['above, where below is no room', at(100, 700), 'above', 100, 388],
    ['at the end of something high', at(100, 60, 300, 700), 'right', 412, 60],
    ['at the start, where the end is no room', at(900, 60, 300, 700), 'left', 448, 60],
    ['within the window, though what it is about lies at its edge', at(1200, 100), 'below', 824, 156],
    ['beside the part that is in the window', at(100, -400, 300, 600), 'below', 100, 212],
  ])('%s', (_, near, side, x, y) => {
    expect(place(near)).toMatchObject({ side, x, y })
  })

  it('from right to left where people read so', () => {
    expect(place(at(700, 100), { dir: 'rtl' })).toMatchObject({ side: 'below', x: 380 })
    expect(place(at(500, 60, 300, 700), { dir: 'rtl' })).toMatchObject({ side: 'left' })
  })

  it('where it stood before, as long as there is room', () => {
    expect(place(at(100, 400), { last: 'above' })).toMatchObject({ side: 'above' })
    expect(place(at(100, 200), { last: 'above' })).toMatchObject({ side: 'below' })
  })

  it.each([
    ['there is no room', at(100, 100, 1000, 600)],
    ['the window is as small as a phone', at(20, 300, 350, 60), { width: 390, height: 500 }],
    ['what it is about has been scrolled away', at(100, -60)],
    ['what it is about is not drawn', at(0, 0, 0, 0)],
  ])('in its corner where %s', (_, near, small = window) => {
    expect(place(near, { window: small })).toBeNull()
  })
})

it('never covers what it is about, nor leaves the window', () => {
  for (let x = -200; x <= 1300; x += 50)
    for (let y = -200; y <= 850; y += 50)
      for (const [width, height] of [
        [44, 44],
        [300, 200],
        [900, 300],
        [40, 780],
      ] as const)
        for (const dir of ['ltr', 'rtl']) {
          const near = at(x, y, width, height)
          const found = place(near, { dir })
          if (!found) continue
          const apart =
            found.x >= x + width ||
            found.x + card.width <= x ||
            found.y >= y + height ||
            found.y + card.height <= y
          expect(apart, JSON.stringify({ near, found })).toBe(true)
          expect(found.x).toBeGreaterThanOrEqual(0)
          expect(found.y).toBeGreaterThanOrEqual(0)
          expect(found.x + card.width).toBeLessThanOrEqual(window.width)
          expect(found.y + card.height).toBeLessThanOrEqual(window.height)
        }
})
