import { afterEach, expect, it } from 'vitest'
import { corners } from './corners.ts'

const root = document.createElement('div')
const host = document.createElement('div')

afterEach(() => {
  document.body.replaceChildren()
  Reflect.deleteProperty(document, 'elementsFromPoint')
  root.removeAttribute('style')
  root.dir = 'ltr'
})

/** A fixed thing of this box in a window of 1024 × 768. */
function fixed(x: number, y: number, width: number, height: number, style = 'position:fixed'): HTMLElement {
  const element = document.body.appendChild(document.createElement('button'))
  element.setAttribute('style', style)
  element.getBoundingClientRect = () => new DOMRect(x, y, width, height)
  return element
}

/** As `corners` finds it, with what lies under points told by boxes. */
function found(...elements: readonly HTMLElement[]): readonly string[] {
  document.elementsFromPoint = (x, y) =>
    elements.filter((element) => {
      const box = element.getBoundingClientRect()
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
    })
  corners(document, host, root)
  return ['--start', '--end'].map((name) => root.style.getPropertyValue(name))
}

it('a launcher in a lower corner keeps us above it', () => {
  expect(found(fixed(20, 690, 56, 56))).toEqual(['78px', '0px'])
  expect(found(fixed(950, 690, 56, 56))).toEqual(['0px', '78px'])
})

it('where people read from right to left, the start is on the right', () => {
  root.dir = 'rtl'
  expect(found(fixed(950, 690, 56, 56))).toEqual(['78px', '0px'])
})

it('what is inside it counts as it', () => {
  const launcher = fixed(20, 690, 56, 56)
  const icon = launcher.appendChild(document.createElement('i'))
  icon.getBoundingClientRect = () => new DOMRect(30, 730, 20, 20)
  expect(found(icon)).toEqual(['78px', '0px'])
})

it('bars, backdrops and what scrolls with the page do not', () => {
  expect(found(fixed(0, 700, 1024, 68), fixed(0, 0, 400, 768), fixed(20, 690, 56, 56, ''))).toEqual([
    '0px',
    '0px',
  ])
})

it('ours do not, either', () => {
  document.body.append(host)
  host.setAttribute('style', 'position:fixed')
  host.getBoundingClientRect = () => new DOMRect(0, 700, 60, 60)
  expect(found(host)).toEqual(['0px', '0px'])
})
