import { beforeEach, describe, expect, it } from 'vitest'
import { readQuestions } from './question.ts'

let root: ShadowRoot
let host: HTMLElement

/** A question in a root of its own, as the banner draws it; happy-dom has no layout, so boxes are given. */
beforeEach(() => {
  document.body.innerHTML = '<div id="latchkey"></div>'
  host = document.getElementById('latchkey') as HTMLElement
  root = host.attachShadow({ mode: 'open' })
  root.innerHTML = `<section data-surface="banner"><slot name="logo"></slot><h2>May we?</h2>
    <slot name="note"><p>Our own words.</p></slot>
    <div class="bar"><button data-latchkey-action="reject">No</button><button data-latchkey-action="accept">Yes</button></div></section>`
})

function picture(width: number, height: number, name = 'img'): HTMLElement {
  const made = document.createElement(name)
  made.getBoundingClientRect = () => new DOMRect(0, 0, width, height)
  return made
}

const read = () => readQuestions(root)[0]

describe('readQuestions', () => {
  it('counts the words of a note, drawn or slotted (DP-16)', () => {
    expect(read()?.text).toBe('May we? Our own words.')
    const note = host.appendChild(document.createElement('p'))
    note.slot = 'note'
    note.textContent = 'The page’s words.'
    expect(read()?.text).toBe('May we? The page’s words.')
  })

  it.each([
    ['drawn', () => root.querySelector('section')?.prepend(picture(120, 28))],
    [
      'slotted',
      () => {
        const logo = picture(160, 32)
        logo.slot = 'logo'
        host.append(logo)
      },
    ],
  ])('takes a logo above the question for no picture, %s', (_, put) => {
    put()
    expect(read()?.media).toEqual([])
  })

  it.each([
    ['that is higher', () => root.querySelector('section')?.prepend(picture(120, 33)), ['img']],
    ['that is wider', () => root.querySelector('section')?.prepend(picture(161, 28)), ['img']],
    [
      'between the buttons',
      () => root.querySelector('[data-latchkey-action=accept]')?.before(picture(20, 20)),
      ['img'],
    ],
    [
      'beside the logo',
      () => root.querySelector('section')?.prepend(picture(20, 20), picture(20, 20)),
      ['img'],
    ],
    ['that moves', () => root.querySelector('section')?.prepend(picture(20, 20, 'video')), ['video']],
    [
      'that a page has slotted in',
      () => {
        const note = host.appendChild(document.createElement('p'))
        note.slot = 'note'
        note.append(picture(300, 200))
      },
      ['img'],
    ],
  ])('reports a picture %s (DP-13)', (_, put, media) => {
    put()
    expect(read()?.media).toEqual(media)
  })
})
