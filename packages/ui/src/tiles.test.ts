import { afterEach, describe, expect, it } from 'vitest'
import { AT, button, decision, find, frames, press, type Scene, scene, service } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  document.body.replaceChildren()
})

function frame(attributes: Readonly<Record<string, string>> = {}): HTMLIFrameElement {
  const iframe = document.createElement('iframe')
  const all = {
    'data-purpose': 'video',
    // As the gate of marked elements writes it.
    'data-latchkey-waits': 'video',
    'data-src': 'https://www.youtube.com/embed/abc',
    title: 'A chair',
    ...attributes,
  }
  for (const [name, value] of Object.entries(all)) iframe.setAttribute(name, value)
  return document.body.appendChild(iframe)
}

const youtube = service('youtube', 'video', { name: 'YouTube', company: 'Google', hosts: ['*.youtube.com'] })
const tile = () => document.querySelector('latchkey-placeholder')?.shadowRoot ?? null
function drawn(): ShadowRoot {
  const root = tile()
  if (!root) throw new Error('no tile')
  return root
}

describe('a latched frame', () => {
  it('is hidden behind a tile in its box, with title and host', () => {
    const iframe = frame({ width: '560', height: '315' })
    open = scene(['video'], { services: [youtube] })
    expect(iframe.hidden).toBe(true)
    const host = iframe.previousElementSibling as HTMLElement
    expect(host.localName).toBe('latchkey-placeholder')
    expect([host.style.width, host.style.height]).toEqual(['560px', '315px'])
    expect(find('b', drawn()).textContent).toBe('A chair')
    expect(find('p', drawn()).textContent).toContain('YouTube (Google, Ireland and United States)')
    expect(find('a', drawn()).getAttribute('href')).toBe('https://www.youtube.com/watch?v=abc')
    expect(find('a', drawn()).textContent).toBe('Watch on youtube.com')
  })

  it('names an unknown host, and everybody that «always» lets in', () => {
    frame({ 'data-src': 'https://films.example/1' })
    open = scene(['video'], { services: [youtube, service('vimeo', 'video', { name: 'Vimeo' })] })
    expect(find('p', drawn()).textContent).toContain('hosted by films.example')
    expect(button('accept', drawn()).textContent).toBe('Always play YouTube and Vimeo')
  })

  it.each([
    ['it is loaded', { src: 'https://v.example/1' }],
    ['a purpose of it is unknown', { 'data-latchkey-waits': 'video toString' }],
    ['the gate says of none that it waits for it', { 'data-latchkey-waits': '' }],
  ])('has no tile when %s', (_, attributes) => {
    frame(attributes)
    open = scene(['video'])
    expect(tile()).toBeNull()
  })

  it('gets its tile when the gate says so, and loses it when the gate takes that back', async () => {
    const iframe = frame({ 'data-latchkey-waits': '' })
    open = scene(['video', 'maps'])
    for (const [waits, drawn] of [
      ['video', true],
      ['', false],
    ] as const) {
      iframe.setAttribute('data-latchkey-waits', waits)
      await frames()
      expect(tile() !== null).toBe(drawn)
    }
  })

  it('of several purposes says what each is and whom they let in, and asks for what is missing', () => {
    frame({ 'data-latchkey-waits': 'video marketing', title: '' })
    const services = [youtube, service('meta', 'marketing', { name: 'Meta' })]
    open = scene(['analytics', 'video', 'marketing'], { services })
    const text = () => drawn().textContent
    expect(find('b', drawn()).textContent).toBe('Play videos and Show you our ads elsewhere')
    expect(text()).toContain('Videos come from a partner when you play them. Ad networks learn')
    expect(button('accept', drawn()).textContent).toBe('Always show YouTube and Meta')
    open.store.send({ type: 'decide', choices: { video: 'granted' }, via: 'api', subject: false, at: AT })
    expect(text()).not.toContain('Videos come')
    expect(button('accept', drawn()).textContent).toBe('Always show Meta')
    press(button('accept', drawn()))
    expect(decision(open)).toMatchObject({ choices: { marketing: 'granted' }, via: 'placeholder' })
    expect(tile()).toBeNull()
  })

  it('is granted all that it waits for by one press', () => {
    frame({ 'data-latchkey-waits': 'video maps' })
    open = scene(['video', 'maps'])
    press(button('accept', drawn()))
    expect(decision(open)?.choices).toEqual({ video: 'granted', maps: 'granted' })
    expect(tile()).toBeNull()
  })

  it('loads once on a person’s press, and only on one (D3)', () => {
    const iframe = frame()
    const loaded: HTMLIFrameElement[] = []
    open = scene(['video'], { activate: (element) => void loaded.push(element) })
    press(button('once', drawn()), { trusted: false })
    expect(loaded).toEqual([])
    press(button('once', drawn()))
    expect(loaded).toEqual([iframe])
    expect(decision(open)).toBeUndefined()
  })

  it('shows again when it has been loaded', async () => {
    const iframe = frame()
    open = scene(['video'])
    iframe.src = 'about:blank'
    await frames()
    expect(tile()).toBeNull()
    expect(iframe.hidden).toBe(false)
    expect(iframe.hasAttribute('style')).toBe(false)
  })

  it('is granted for always with the words of the tile', () => {
    frame()
    open = scene(['video', 'maps'])
    press(button('accept', drawn()))
    expect(decision(open)).toMatchObject({ choices: { video: 'granted' }, via: 'placeholder', subject: true })
    expect(JSON.parse(decision(open)?.notice ?? '')).toMatchObject({ surface: 'placeholder' })
    expect(tile()).toBeNull()
  })

  it('stays latched on a press that no person made', () => {
    frame()
    open = scene(['video'])
    press(button('accept', drawn()), { trusted: false })
    expect(open.store.get().standings.video?.granted).toBe(false)
    expect(tile()).not.toBeNull()
  })

  it('gets its tile back on withdrawal', () => {
    const iframe = frame()
    open = scene(['video'])
    const say = (answer: 'granted' | 'denied') =>
      open?.store.send({ type: 'decide', choices: { video: answer }, via: 'api', subject: false, at: AT })
    say('granted')
    expect([tile(), iframe.hidden]).toEqual([null, false])
    say('denied')
    expect(iframe.hidden).toBe(true)
    expect(tile()).not.toBeNull()
  })

  it('gets one when it comes later, and loses it when it goes', async () => {
    open = scene(['video'])
    const iframe = frame()
    await frames()
    expect(iframe.previousElementSibling?.localName).toBe('latchkey-placeholder')
    iframe.remove()
    await frames()
    expect(tile()).toBeNull()
  })
})
