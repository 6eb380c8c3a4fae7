import { afterEach, describe, expect, it, vi } from 'vitest'
import { reserve } from './reserve.ts'

const html = document.documentElement
const banner = () => {
  const element = document.createElement('section')
  element.getBoundingClientRect = () => new DOMRect(0, 0, 390, 391.4)
  document.body.append(element)
  return element
}
const page = (scrollHeight: number, clientHeight: number) => {
  Object.defineProperty(html, 'scrollHeight', { value: scrollHeight, configurable: true })
  Object.defineProperty(html, 'clientHeight', { value: clientHeight, configurable: true })
}

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  html.removeAttribute('style')
  Reflect.deleteProperty(html, 'scrollHeight')
  Reflect.deleteProperty(html, 'clientHeight')
})

describe('reserve', () => {
  it.each([
    ['that scrolls: focus comes clear of the banner, to the page’s end', 2000, 844, '392px'],
    ['that does not scroll: no room, as it would bring a scroll bar', 800, 844, ''],
  ])('on a page %s (AX-4)', (_, scrolls, window, room) => {
    page(scrolls, window)
    reserve(document).follow(banner())
    expect(html.style.getPropertyValue('--latchkey-height')).toBe('392px')
    expect(html.style.getPropertyValue('scroll-padding-bottom')).toBe('392px')
    expect(html.style.getPropertyValue('padding-bottom')).toBe(room)
  })

  it.each([
    [390, '392px'],
    [1280, '0px'],
  ])('says how much of it lies in the corner at the end of a window of %s px', (width, inset) => {
    page(2000, 844)
    Object.defineProperty(html, 'clientWidth', { value: width, configurable: true })
    reserve(document).follow(banner())
    expect(html.style.getPropertyValue('--latchkey-inset-end')).toBe(inset)
    Reflect.deleteProperty(html, 'clientWidth')
  })

  it('leaves the page as it was', () => {
    page(2000, 844)
    html.style.setProperty('padding-bottom', '3px')
    const before = html.getAttribute('style')
    const kept = reserve(document)
    kept.follow(banner())
    kept.follow(null)
    expect(html.getAttribute('style')).toBe(before)
  })

  it('lets a page be painted before it takes back the room of a banner that has closed', () => {
    let resized = () => {}
    class Sizes {
      constructor(changed: () => void) {
        resized = changed
      }
      observe() {}
      disconnect() {}
    }
    vi.stubGlobal('ResizeObserver', Sizes)
    page(2000, 844)
    const closing = banner()
    reserve(document).follow(closing)
    const before = html.getAttribute('style')
    closing.remove()
    closing.getBoundingClientRect = () => new DOMRect()
    resized()
    expect(html.getAttribute('style')).toBe(before)
  })
})
