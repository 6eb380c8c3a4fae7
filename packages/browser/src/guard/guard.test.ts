import { type ConsentStore, createStore, type Purpose } from '@latchkey/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { guard } from './guard.ts'
import type { Listing } from './judge.ts'

const purposes: readonly Purpose[] = [{ id: 'analytics' }, { id: 'marketing' }]
const REFUSED = 'https://px.example/a'
const MARKETING: Listing = { hosts: ['px.example', '*.tracker.example'], needs: 'marketing' }

let leave: (() => void) | undefined
/** What the platform was asked for. */
let asked: string[] = []

class FakeSocket extends EventTarget {
  readonly url: string
  closed = false
  constructor(url: string) {
    super()
    this.url = url
    asked.push(url)
  }
  close() {
    this.closed = true
  }
  send(text: string) {
    asked.push(text)
  }
}

beforeEach(() => {
  asked = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (input: string | URL | Request) => {
    asked.push(input instanceof Request ? input.url : String(input))
    return new Response()
  })
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('EventSource', FakeSocket)
  document.body.replaceChildren()
})
afterEach(() => {
  leave?.()
  leave = undefined
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function page(...listings: readonly Listing[]) {
  const store = createStore({ version: '1', purposes })
  const regime = { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 } as const
  store.send({ type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: 1 })
  const report = vi.fn()
  const guarded = guard({ listings: listings.length > 0 ? listings : [MARKETING], report })
  leave = guarded(store) ?? undefined
  return { store, report, guarded, leave: () => leave?.() }
}

function decide(store: ConsentStore, choices: Readonly<Record<string, 'granted' | 'denied'>>): void {
  store.send({ type: 'decide', choices, via: 'api', subject: false, at: 2 })
}

async function leaves(address: string | URL | Request): Promise<boolean> {
  const before = asked.length
  await fetch(address).catch(() => {})
  return asked.length > before
}

describe('a request', () => {
  it.each([
    ['https://px.example/a', false],
    ['HTTPS://PX.EXAMPLE/a', false],
    ['http://px.example:8080/a', false],
    ['//px.example/a', false],
    ['https://px.example./a', false],
    ['https://user:secret@px.example/a', false],
    ['https://p%78.example/a', false],
    ['https://a.tracker.example/', false],
    ['https://a.b.tracker.example/', false],
    ['https://tracker.example/', true],
    ['https://eviltracker.example/', true],
    ['https://px.example.evil.example/', true],
    ['https://other.example/?u=https://px.example/', true],
    ['/px.example/a', true],
    ['./px.example/a', true],
    ['/\t/px.example/a', false],
    ['https:\\\\px.example/a', false],
    [' https://px.example/a', false],
    ['https://px.example?a', false],
    ['https://px.ex\tample/a', false],
    ['https:px.example/a', false],
    ['data:text/plain,https://px.example/', true],
    ['https://', true],
  ])('to %s leaves: %s', async (address, expected) => {
    page()
    expect(await leaves(address)).toBe(expected)
  })

  it('is looked at in whatever shape it comes', async () => {
    page()
    expect(await leaves(new URL('https://px.example/'))).toBe(false)
    expect(await leaves(new Request('https://px.example/'))).toBe(false)
    expect(await leaves(new Request('https://shop.example/'))).toBe(true)
  })

  it('to the page’s own host always leaves, whatever is listed (A6)', async () => {
    page({ hosts: [location.hostname, '*.example', 'localhost'], needs: 'marketing' })
    expect(await leaves('/cart')).toBe(true)
    expect(await leaves(location.href)).toBe(true)
  })

  it('leaves as soon as one of the purposes that its host is listed under is granted', async () => {
    const { store } = page(MARKETING, { hosts: ['px.example'], needs: 'analytics' })
    expect(await leaves('https://px.example/')).toBe(false)
    decide(store, { analytics: 'granted' })
    expect(await leaves('https://px.example/')).toBe(true)
    expect(await leaves('https://a.tracker.example/')).toBe(false)
    decide(store, { analytics: 'denied' })
    expect(await leaves('https://px.example/')).toBe(false)
  })

  it('leaves in the very task of the grant, for whoever hears of it before the guard does', async () => {
    const store = createStore({ version: '1', purposes })
    const regime = { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 } as const
    store.send({ type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: 1 })
    const left: Promise<boolean>[] = []
    store.subscribe(() => left.push(leaves('https://px.example/')))
    leave = guard({ listings: [MARKETING] })(store) ?? undefined
    decide(store, { marketing: 'granted' })
    decide(store, { marketing: 'denied' })
    expect(await Promise.all(left)).toEqual([true, false])
  })

  it('that is stopped fails as the platform fails', async () => {
    page()
    await expect(fetch('https://px.example/')).rejects.toThrow(new TypeError('Failed to fetch'))
    expect(navigator.sendBeacon('https://px.example/')).toBe(false)
    const image = new Image()
    const failed = vi.fn()
    image.onerror = failed
    image.src = 'https://px.example/a.gif'
    expect(failed).not.toHaveBeenCalled()
    vi.runAllTimers()
    expect(failed).toHaveBeenCalledOnce()
    expect(image.hasAttribute('src')).toBe(false)
  })

  it('is said once for each host (C206)', async () => {
    const { report } = page()
    await leaves('https://px.example/a')
    await leaves('https://px.example/b')
    await leaves('https://a.tracker.example/')
    expect(report.mock.calls).toEqual([
      [{ code: 'C206', where: 'px.example' }],
      [{ code: 'C206', where: 'a.tracker.example' }],
    ])
  })
})

describe('a connection', () => {
  it('that is stopped is closed from the start, and says so to either kind of listener', () => {
    page()
    const socket = new WebSocket('wss://px.example/')
    const heard: string[] = []
    socket.onerror = () => heard.push('onerror')
    socket.onclose = () => heard.push('onclose')
    socket.addEventListener('close', () => heard.push('close'))
    vi.runAllTimers()
    expect(new Set(heard)).toEqual(new Set(['onerror', 'onclose', 'close']))
    expect(socket).toBeInstanceOf(WebSocket)
    expect([socket.readyState, socket.url]).toEqual([3, 'wss://px.example/'])
    expect(() => socket.close()).not.toThrow()
    expect(asked).toEqual([])
  })

  it('that was let through is closed when its purpose is withdrawn, and no other (LR-14)', () => {
    const { store } = page()
    decide(store, { marketing: 'granted' })
    const listed = new WebSocket('wss://px.example/') as unknown as FakeSocket
    const own = new EventSource('https://chat.shop.example/') as unknown as FakeSocket
    expect(asked).toEqual(['wss://px.example/', 'https://chat.shop.example/'])
    decide(store, { marketing: 'denied' })
    expect([listed.closed, own.closed]).toEqual([true, false])
  })

  it('takes no more messages once its host is refused, although it is older than the guard (LR-14)', () => {
    const old = new WebSocket('wss://px.example/') as unknown as FakeSocket
    const { store } = page()
    decide(store, { marketing: 'granted' })
    old.send('hello')
    const last = () => old.send('one more thing')
    // Who hears of the withdrawal before the guard does.
    store.subscribe(last)
    decide(store, { marketing: 'denied' })
    expect([asked, old.closed]).toEqual([['wss://px.example/', 'hello'], true])
  })
})

describe('a style', () => {
  it.each([
    ['background-image', 'backgroundImage'],
    ['background-image', 'background-image'],
    ['border-image-source', 'borderImageSource'],
    ['clip-path', 'clipPath'],
  ])('gets no refused %s by its member %s', (property, member) => {
    page()
    const { style } = document.createElement('div')
    Reflect.set(style, member, `url("${REFUSED}")`)
    expect(style.getPropertyValue(property)).toBe('url("about:invalid")')
    expect(Reflect.get(style, member)).toBe('url("about:invalid")')
  })

  it('is the platform’s own object, whose natives take it as it is', () => {
    page()
    const { style } = document.createElement('div')
    style.setProperty('color', 'red')
    expect(CSSStyleDeclaration.prototype.getPropertyValue.call(style, 'color')).toBe('red')
  })
})

describe('an element', () => {
  it.each<[string, () => Element]>([
    [
      'by its member',
      () => Object.assign(document.createElement('script'), { src: 'https://px.example/a.js' }),
    ],
    ['by attribute', () => with_('iframe', (made) => made.setAttribute('SRC', '//px.example/'))],
    [
      'by attribute with a namespace',
      () => with_('img', (made) => made.setAttributeNS(null, 'src', '//px.example/')),
    ],
    [
      'in markup',
      () => with_('div', (made) => Reflect.set(made, 'innerHTML', '<img src="//px.example/a.gif" alt="">')),
    ],
  ])('gets no refused address %s', (_, make) => {
    page()
    const made = make()
    document.body.append(made)
    expect(document.body.outerHTML).not.toContain('px.example')
  })

  it('keeps the rest of a text that holds a refused address', () => {
    page()
    const image = document.createElement('img')
    image.setAttribute('srcset', '/a.png 1x, https://px.example/b.png 2x')
    expect(image.getAttribute('srcset')).toBe('/a.png 1x, about:invalid 2x')
    image.setAttribute('style', 'color: red; background: url("//a.tracker.example/x.png")')
    expect(image.getAttribute('style')).toBe('color: red; background: url("about:invalid")')
  })

  it('gets the rest of a text from an attribute that is given to it, or to its map of attributes', () => {
    page()
    const image = document.createElement('img')
    const attribute = (value: string) => Object.assign(document.createAttribute('srcset'), { value })
    image.setAttributeNode(attribute(`/a.png 1x, ${REFUSED} 2x`))
    expect(image.getAttribute('srcset')).toBe('/a.png 1x, about:invalid 2x')
    image.attributes.setNamedItem(attribute(`/b.png 1x, ${REFUSED} 2x`))
    expect(image.getAttribute('srcset')).toBe('/b.png 1x, about:invalid 2x')
    vi.runAllTimers()
  })

  it.each<[string, readonly string[], () => Element]>([
    ['an image that is set one', ['error'], () => with_('img', (made) => made.setAttribute('src', REFUSED))],
    ['an image in markup', ['error'], () => parsed(`<img src="${REFUSED}" alt="">`)],
    [
      'a frame of the page that is set one',
      ['load'],
      () => shown('iframe', (made) => made.setAttribute('src', REFUSED)),
    ],
    // It says so by itself when it comes into the page: any frame does, also one without an address.
    [
      'a frame that is set one before',
      [],
      () => with_('iframe', (made) => made.setAttribute('src', REFUSED)),
    ],
    ['a frame in markup', [], () => parsed(`<iframe src="${REFUSED}"></iframe>`)],
    ['a film that is set a poster', [], () => with_('video', (made) => made.setAttribute('poster', REFUSED))],
    ['a form', [], () => with_('form', (made) => made.setAttribute('action', REFUSED))],
  ])('hears of a refused address what the platform would say: %s', (_, expected, make) => {
    page()
    const heard: string[] = []
    const made = make()
    for (const type of ['load', 'error']) made.addEventListener(type, () => heard.push(type))
    vi.runAllTimers()
    expect(heard).toEqual(expected)
  })

  it.each(['fill', 'mask', 'CLIP-PATH', 'marker-end', 'to', 'values'])(
    'of SVG gets no refused address in its %s',
    (name) => {
      page()
      const made = document.createElementNS('http://www.w3.org/2000/svg', 'path')
      made.setAttribute(name, `url("${REFUSED}#a")`)
      expect(made.getAttribute(name)).toBe('url("about:invalid")')
    },
  )

  it('that shoppers follow themselves keeps its address', () => {
    page()
    const link = document.createElement('a')
    link.setAttribute('href', 'https://px.example/our-page')
    document.body.append(link)
    const list = with_('p', (made) =>
      Reflect.set(made, 'innerHTML', '<a href="https://px.example/us">us</a>'),
    )
    expect(link.getAttribute('href')).toBe('https://px.example/our-page')
    expect(list.firstElementChild?.getAttribute('href')).toBe('https://px.example/us')
  })

  it('is cleaned in markup that goes into a link, whose own host is none of a shadow root', () => {
    page()
    const link = with_('a', (made) => made.setAttribute('href', 'https://px.example/us'))
    Reflect.set(link, 'innerHTML', '<img src="https://px.example/a.gif" alt="">')
    expect(link.querySelector('img')?.hasAttribute('src')).toBe(false)
  })

  it('from a template is cleaned when it comes into the page, and the template stays whole for a later grant', () => {
    const { store } = page()
    const template = document.createElement('template')
    Reflect.set(template, 'innerHTML', '<p><img src="https://px.example/a.gif" alt=""></p>')
    document.body.append(document.importNode(template.content, true))
    expect(document.querySelector('img')?.hasAttribute('src')).toBe(false)
    decide(store, { marketing: 'granted' })
    document.body.replaceChildren(document.importNode(template.content, true))
    expect(document.querySelector('img')?.getAttribute('src')).toBe('https://px.example/a.gif')
  })

  it('that the shopper has asked for by itself is exempt', () => {
    const { guarded } = page()
    const frame = document.createElement('iframe')
    guarded.exempt(frame)
    frame.setAttribute('src', 'https://px.example/video')
    expect(frame.getAttribute('src')).toBe('https://px.example/video')
  })
})

it('stands in front of nothing where nothing is listed', () => {
  const before = Element.prototype.setAttribute
  page({ needs: 'marketing' })
  expect(Element.prototype.setAttribute).toBe(before)
})

it('standing costs nothing after it is left: natives are the natives again', async () => {
  const natives = () => [
    window.fetch,
    navigator.sendBeacon,
    Element.prototype.setAttribute,
    Node.prototype.appendChild,
    Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')?.set,
  ]
  const before = natives()
  const { leave } = page()
  expect(natives().some((native, index) => native === before[index])).toBe(false)
  leave()
  expect(natives()).toEqual(before)
  expect(await leaves('https://px.example/')).toBe(true)
})

function parsed(markup: string): Element {
  const box = with_('div', (made) => Reflect.set(made, 'innerHTML', markup))
  return box.children[0] as Element // the markup has one
}

function shown(tag: string, change: (made: HTMLElement) => void): HTMLElement {
  const made = document.body.appendChild(document.createElement(tag))
  change(made)
  return made
}

function with_(tag: string, change: (made: HTMLElement) => void): HTMLElement {
  const made = document.createElement(tag)
  change(made)
  return made
}
