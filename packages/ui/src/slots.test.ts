import { afterEach, describe, expect, it } from 'vitest'
import type { Notice } from './index.ts'
import { button, decision, find, press, type Scene, scene } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  open = undefined
  document.body.replaceChildren()
})

const banner = () => find('.banner')

/** The texts of the notice that a press on «Reject all» carries. */
function textsSaid(): readonly string[] {
  press(button('reject'))
  const notice: Notice = JSON.parse((open && decision(open)?.notice) ?? '')
  return notice.texts
}

describe('logo and note', () => {
  it('leave nothing where the site has set none', () => {
    open = scene(['analytics'])
    expect(banner().querySelector('img')).toBeNull()
    expect(find('slot[name=note]').childElementCount).toBe(0)
  })

  it('stand above and below the question, away from the buttons, and in the notice', () => {
    open = scene(['analytics'], {
      logo: { src: '/logo.svg', alt: 'Linden & Oak' },
      note: 'We never sell what we learn.',
    })
    const logo = find('img') as HTMLImageElement
    expect([logo.getAttribute('src'), logo.alt]).toEqual(['/logo.svg', 'Linden & Oak'])
    expect(find('.scroll').firstElementChild?.contains(logo)).toBe(true)
    expect(find('.bar').querySelector('img')).toBeNull()
    expect(find('.scroll').textContent).toContain('at any time.We never sell what we learn.')
    const texts = textsSaid()
    expect(texts[0]).toBe('Linden & Oak')
    expect(texts).toContain('We never sell what we learn.')
  })

  it.each(['data:image/png;base64,x', 'javascript:alert(1)', ''])('draws no logo from %j (B2)', (src) => {
    open = scene(['analytics'], { logo: { src } })
    expect(banner().querySelector('img')).toBeNull()
  })

  it('shows a note as text, whatever is in it (B2)', () => {
    open = scene(['analytics'], { note: '<img src=x onerror=alert(1)>' })
    expect(banner().querySelector('img')).toBeNull()
    expect(banner().textContent).toContain('<img src=x')
  })

  it('come from the page where it slots its own into #latchkey, and are read from there', () => {
    document.body.innerHTML =
      '<div id="latchkey"><img slot="logo" src="/ours.svg" alt="Ours"><p slot="note">Slotted words.</p></div>'
    const host = document.getElementById('latchkey')
    open = scene(['analytics'], { logo: { src: '/logo.svg', alt: 'Set' }, note: 'Set words.' })
    expect(document.querySelectorAll('#latchkey')).toHaveLength(1)
    const texts = textsSaid()
    expect(texts).toEqual(expect.arrayContaining(['Ours', 'Slotted words.']))
    expect(texts).not.toEqual(expect.arrayContaining(['Set words.']))
    open.stop()
    expect(host?.isConnected).toBe(true)
    expect(host?.shadowRoot?.childElementCount).toBe(0)
  })

  it('of an element deeper in the page are anybody’s, and stay out (B5)', () => {
    document.body.innerHTML = '<article><div id="latchkey"><p slot="note">Press accept!</p></div></article>'
    open = scene(['analytics'])
    expect(document.body.firstElementChild?.shadowRoot?.querySelector('.banner')).toBeTruthy()
    expect(document.querySelector('article div')?.shadowRoot ?? null).toBeNull()
  })
})
