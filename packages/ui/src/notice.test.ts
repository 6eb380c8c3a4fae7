import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { noticeOf } from './notice.ts'

const about = { surface: 'banner', locale: 'en', controller: 'Linden & Oak' } as const
const words = fc.stringMatching(/^[a-z]{1,8}$/)

/** A small surface: paragraphs, then buttons, then a switch. */
function surface(
  texts: readonly string[],
  buttons: readonly string[] = ['reject', 'accept'],
  on = false,
): Element {
  const root = document.createElement('section')
  for (const text of texts) root.appendChild(document.createElement('p')).textContent = text
  for (const action of buttons) {
    const button = root.appendChild(document.createElement('button'))
    button.dataset.latchkeyAction = action
    button.textContent = `${action} all`
  }
  const input = root.appendChild(document.createElement('input'))
  input.type = 'checkbox'
  input.defaultChecked = on
  input.dataset.latchkeyPurpose = 'analytics'
  return root
}

afterEach(() => document.body.replaceChildren())

describe('noticeOf', () => {
  it('is the same for the same rendering', () => {
    fc.assert(
      fc.property(fc.array(words), (texts) => {
        expect(noticeOf(surface(texts), about)).toBe(noticeOf(surface(texts), about))
      }),
    )
  })

  it('changes with any word and with the order of words', () => {
    fc.assert(
      fc.property(fc.array(words), fc.array(words), (one, other) => {
        fc.pre(one.join('|') !== other.join('|'))
        expect(noticeOf(surface(one), about)).not.toBe(noticeOf(surface(other), about))
      }),
    )
  })

  it.each([
    ['a control less', surface(['x'], ['accept'])],
    ['another order of controls', surface(['x'], ['accept', 'reject'])],
    ['another action', surface(['x'], ['settings', 'accept'])],
    ['a switch that is on', surface(['x'], ['reject', 'accept'], true)],
  ])('changes with %s', (_, other) => {
    expect(noticeOf(other, about)).not.toBe(noticeOf(surface(['x']), about))
  })

  it('changes when words move past a control', () => {
    const moved = surface(['x'])
    moved.append(moved.firstElementChild ?? '')
    expect(noticeOf(moved, about)).not.toBe(noticeOf(surface(['x']), about))
  })

  it('keeps where a switch stood, not where it was moved to', () => {
    const moved = surface(['x'])
    const input = moved.querySelector('input')
    if (input) input.checked = true
    expect(noticeOf(moved, about)).toBe(noticeOf(surface(['x']), about))
  })

  it('leaves out what is the shopper’s own', () => {
    const own = surface(['x'])
    own.insertAdjacentHTML(
      'beforeend',
      '<p data-own>since 3 May <button data-latchkey-action="download">y</button></p>',
    )
    expect(noticeOf(own, about)).toBe(noticeOf(surface(['x']), about))
  })

  it('marks a control that the page covers (C5)', () => {
    const host = document.body.appendChild(document.createElement('div'))
    const shadow = host.attachShadow({ mode: 'open' })
    const drawn = shadow.appendChild(surface(['x']))
    for (const button of drawn.querySelectorAll('button')) {
      button.getBoundingClientRect = () => new DOMRect(0, 0, 100, 44)
    }
    const below = (element: Element | null) => {
      document.elementFromPoint = () => element
      return JSON.parse(noticeOf(drawn, about)).controls.map(({ covered }: { covered?: true }) => covered)
    }
    expect(below(host)).toEqual([undefined, undefined, undefined])
    expect(below(null)).toEqual([undefined, undefined, undefined])
    expect(below(document.body)).toEqual([true, true, undefined])
    Reflect.deleteProperty(document, 'elementFromPoint')
  })
})
