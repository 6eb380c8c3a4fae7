import { afterEach, describe, expect, it } from 'vitest'
import { defineElements } from './elements.ts'
import { button, type Scene, scene } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  document.body.replaceChildren()
})

describe('defineElements', () => {
  it('does nothing where there is no window, and nothing twice', () => {
    expect(() => defineElements(undefined)).not.toThrow()
    defineElements()
    const first = customElements.get('latchkey-placeholder')
    defineElements()
    expect(first).toBeTruthy()
    expect(customElements.get('latchkey-placeholder')).toBe(first)
  })

  it('makes properties of the attributes, also of those that were set too early', () => {
    defineElements()
    const film = document.createElement('latchkey-placeholder')
    film.purpose = 'video'
    expect([film.getAttribute('purpose'), film.src, film.ratio]).toEqual(['video', '', ''])
    Object.defineProperty(film, 'src', { value: 'https://v.example/1', configurable: true })
    document.body.append(film)
    expect(film.getAttribute('src')).toBe('https://v.example/1')
  })

  it('leaves the drawing to the surfaces', () => {
    defineElements()
    const choices = document.body.appendChild(document.createElement('privacy-choices'))
    open = scene(['analytics'])
    if (!choices.shadowRoot) throw new Error('nothing is drawn')
    expect(button('save', choices.shadowRoot)).toBeTruthy()
  })
})
