import { afterEach, describe, expect, it } from 'vitest'
import { button, find, frames, press, type Scene, scene, service, shadow } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  open = undefined
  document.body.replaceChildren()
})

/** A button of the page, at a place in a window of 1024 × 768. */
function opener(x: number, y: number): HTMLElement {
  const element = document.body.appendChild(document.createElement('button'))
  element.getBoundingClientRect = () => new DOMRect(x, y, 120, 44)
  return element
}

function asked(purpose: string, near?: object): Scene {
  open = scene(['analytics', purpose], { services: [service('acme', purpose)] })
  press(button('reject'))
  open.store.send({ type: 'show', surface: 'card', purpose, near })
  return open
}

const card = () => find('.card')
const place = () => ['--x', '--y'].map((name) => card().style.getPropertyValue(name))

describe('a card that is asked for near an element', () => {
  it('stands beside it, and follows it while the page scrolls', async () => {
    const near = opener(100, 200)
    asked('maps', near)
    expect(card().classList).toContain('beside')
    expect(place()).toEqual(['100px', '256px'])
    near.getBoundingClientRect = () => new DOMRect(100, 150, 120, 44)
    window.dispatchEvent(new Event('scroll'))
    await frames()
    expect(place()).toEqual(['100px', '206px'])
  })

  it('stands in its corner once the element has gone', async () => {
    const near = opener(100, 200)
    asked('maps', near)
    near.remove()
    near.getBoundingClientRect = () => new DOMRect()
    window.dispatchEvent(new Event('resize'))
    await frames()
    expect(card().classList).not.toContain('beside')
  })

  it('stops following when it closes', async () => {
    const near = opener(100, 200)
    let measured = 0
    near.getBoundingClientRect = () => {
      measured += 1
      return new DOMRect(100, 200, 120, 44)
    }
    asked('maps', near)
    press(button('close', card()))
    const before = measured
    window.dispatchEvent(new Event('scroll'))
    await frames()
    expect(measured).toBe(before)
  })

  it('is not placed or focused again when it is drawn again', async () => {
    asked('maps', opener(100, 200))
    button('accept', card()).focus()
    document.body.append('more')
    await frames()
    expect(shadow().activeElement).toBe(button('accept', card()))
  })

  it('has the focus on its heading, and gives it back to what was pressed (AX-2)', () => {
    const near = opener(100, 200)
    near.focus()
    asked('maps', near)
    expect(shadow().activeElement).toBe(find('.card h2'))
    press(button('close', card()))
    expect(document.activeElement).toBe(near)
  })

  it('leaves nothing of the element in the state', () => {
    const { store } = asked('maps', opener(100, 200))
    expect(JSON.stringify(store.get())).toContain('"asking":"maps"')
    expect(Object.values(store.get()).some((value) => value instanceof Element)).toBe(false)
  })

  it('stands beside it where the surfaces come late, too', () => {
    const near = opener(100, 200)
    const early = scene(['maps'])
    let woken: Parameters<Parameters<typeof early.store.subscribe>[0]>[1] | undefined
    const leave = early.store.subscribe((_, change) => {
      woken = change
    })
    early.store.send({ type: 'show', surface: 'card', purpose: 'maps', near })
    leave()
    early.stop()
    open = scene(['maps'], { woken, store: early.store })
    expect(place()).toEqual(['100px', '256px'])
  })
})

it.each([undefined, {}, 'the map', null])('without an element, %s, a card stands in its corner', (near) => {
  asked('maps', near as object | undefined)
  expect(card().classList).not.toContain('beside')
  expect(shadow().activeElement).toBe(find('.card h2'))
})

it('asked for something else without an element, the next card does not stand beside the first’s', () => {
  const { store } = asked('maps', opener(100, 200))
  press(button('close', card()))
  store.send({ type: 'show', surface: 'card', purpose: 'maps' })
  expect(card().classList).not.toContain('beside')
})

it.each([
  ['maps', 'Show maps', 'when you open them'],
  ['reviews', 'Show reviews', 'from other shoppers'],
  ['search', 'Search with AI', 'what you search for'],
  ['try-on', 'Try on with the camera', 'your camera'],
])(
  'the card for %s says what happens, by whom, and that it can be switched off',
  (purpose, title, sentence) => {
    asked(purpose)
    expect(find('.card h2').textContent).toBe(title)
    expect(card().textContent).toContain(sentence)
    expect(card().textContent).toContain('acme Inc.')
    expect(card().textContent).toContain('You can switch this off at any time.')
  },
)
