import { createStore, type Problem } from '@latchkey/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  deny,
  EU,
  freshPage,
  grant,
  heldScripts,
  leavePage,
  nextPaint,
  problemList,
  readyStore,
  settled,
} from './fakes.ts'
import { type MarkupOptions, markup } from './markup.ts'
import type { Service } from './service.ts'

const joined: (() => void)[] = []
beforeEach(() => {
  freshPage()
})
afterEach(() => {
  for (const leave of joined.splice(0)) leave()
  leavePage()
})

const services: readonly Service[] = [
  { id: 'acme', needs: 'analytics', script: 'https://acme.example/a.js', hosts: ['acme.example'] },
  { id: 'video', needs: { some: ['video', 'analytics'] }, hosts: ['*.video.example', 'video.example'] },
]

/** A page with a piece of markup, nothing granted yet. */
function page(html: string, options: Partial<MarkupOptions> = {}) {
  const made = heldScripts()
  document.body.innerHTML = html
  const problems = problemList()
  const store = readyStore('analytics', 'marketing', 'video')
  const latched = vi.fn()
  const extension = markup({ services, nonce: 'n0nce', report: problems.report, latched, ...options })
  const left = extension(store)
  const leave = () => left?.()
  joined.push(leave)
  return {
    made,
    store,
    latched,
    activate: extension.activate,
    leave,
    problems: problems.all,
  }
}

/** What the gate has made of an element: the address or text it has activated, `undefined` if it is inert. */
function active(made: readonly HTMLScriptElement[]): string | undefined {
  const script = made.find((one) => one.isConnected)
  return (
    (script && (script.src || script.text)) ||
    document.querySelector('[src]:not(script)')?.getAttribute('src') ||
    undefined
  )
}

function giveNonce(nonce: string): void {
  const element = document.querySelector<HTMLElement>('[data-purpose]')
  if (element) element.nonce = nonce
}

const script = (rest: string, text = '') =>
  `<script type="text/plain" data-purpose="analytics" ${rest}>${text}</script>`
const frame = (src: string, purpose = 'video') =>
  `<iframe data-purpose="${purpose}" data-src="${src}" title="t"></iframe>`
const image = (src: string) => `<img alt="" data-purpose="analytics" data-src="${src}">`

interface Case {
  readonly html: string
  readonly options?: Partial<MarkupOptions>
  readonly nonce?: string
  readonly becomes: string | undefined
}

const origins = ['https://cdn.example']

describe('what may be activated (B3, D2)', () => {
  it.each<[string, Case]>([
    [
      'a script with the page’s nonce',
      { html: script('src="https://x.example/x.js"'), nonce: 'n0nce', becomes: 'https://x.example/x.js' },
    ],
    [
      'an inline script with the page’s nonce',
      { html: script('', 'let a = 1'), nonce: 'n0nce', becomes: 'let a = 1' },
    ],
    [
      'a frame with the page’s nonce',
      { html: frame('https://x.example/f'), nonce: 'n0nce', becomes: 'https://x.example/f' },
    ],
    [
      'a script from a listed origin',
      {
        html: script('src="https://cdn.example/x.js"'),
        options: { origins },
        becomes: 'https://cdn.example/x.js',
      },
    ],
    [
      'an image from a listed origin',
      {
        html: image('https://cdn.example/x.png'),
        options: { origins },
        becomes: 'https://cdn.example/x.png',
      },
    ],
    [
      'a relative address of a listed origin',
      {
        html: script('src="/x.js"'),
        options: { origins: ['https://shop.example'] },
        becomes: 'https://shop.example/x.js',
      },
    ],
    [
      'exactly a service’s script',
      { html: script('src="https://acme.example/a.js"'), becomes: 'https://acme.example/a.js' },
    ],
    [
      'a frame of a service’s host',
      { html: frame('https://video.example/v'), becomes: 'https://video.example/v' },
    ],
    [
      'a frame of a service’s sub-domain',
      { html: frame('https://www.video.example/v'), becomes: 'https://www.video.example/v' },
    ],
    [
      'anything where the site trusts its markup',
      {
        html: script('src="http://x.example/x.js"'),
        options: { trustMarkup: true },
        becomes: 'http://x.example/x.js',
      },
    ],
  ])('%s starts', async (_, { html, options, nonce, becomes }) => {
    const { made, store, problems } = page(html, options)
    if (nonce) giveNonce(nonce)
    expect(active(made)).toBeUndefined()
    grant(store, 'analytics', 'video')
    await nextPaint()
    expect(active(made)).toBe(becomes)
    expect(problems).toEqual([])
  })

  const C202 = (where: string, got: string): Problem => ({ code: 'C202', where, got, expected: undefined })
  it.each<[string, Omit<Case, 'becomes'>, Problem]>([
    [
      'an unlisted script',
      { html: script('src="https://x.example/x.js"') },
      C202('<script data-purpose="analytics">', 'https://x.example'),
    ],
    [
      'another nonce',
      { html: script('src="https://x.example/x.js"'), nonce: 'other' },
      C202('<script data-purpose="analytics">', 'https://x.example'),
    ],
    [
      'an inline script of nobody',
      { html: script('', 'let a = 1') },
      C202('<script data-purpose="analytics">', 'an inline script'),
    ],
    [
      'an inline script beside listed origins',
      { html: script('', 'x'), options: { origins } },
      C202('<script data-purpose="analytics">', 'an inline script'),
    ],
    [
      'an empty nonce where the page has none',
      { html: script('', 'x'), nonce: '', options: { nonce: undefined } },
      C202('<script data-purpose="analytics">', 'an inline script'),
    ],
    [
      'another address of a service’s host',
      { html: script('src="https://acme.example/jsonp?callback=x"') },
      C202('<script data-purpose="analytics">', 'https://acme.example'),
    ],
    [
      'a service’s script with more behind it',
      { html: script('src="https://acme.example/a.js?x"') },
      C202('<script data-purpose="analytics">', 'https://acme.example'),
    ],
    [
      'an origin that only begins alike',
      { html: script('src="https://cdn.example.evil.example/x.js"'), options: { origins } },
      C202('<script data-purpose="analytics">', 'https://cdn.example.evil.example'),
    ],
    [
      'another scheme of a listed origin',
      { html: script('src="http://cdn.example/x.js"'), options: { origins } },
      C202('<script data-purpose="analytics">', 'http://cdn.example'),
    ],
    [
      'another port of a listed origin',
      { html: script('src="https://cdn.example:8443/x.js"'), options: { origins } },
      C202('<script data-purpose="analytics">', 'https://cdn.example:8443'),
    ],
    [
      'a frame of a host that only ends alike',
      { html: frame('https://evilvideo.example/v') },
      C202('<iframe data-purpose="video">', 'https://evilvideo.example'),
    ],
    [
      'a frame of a service over http',
      { html: frame('http://video.example/v') },
      C202('<iframe data-purpose="video">', 'http://video.example'),
    ],
    [
      'a frame for another purpose than its service’s',
      { html: frame('https://acme.example/v', 'video') },
      C202('<iframe data-purpose="video">', 'https://acme.example'),
    ],
    [
      'an image from a service’s host',
      { html: image('https://acme.example/p.gif') },
      C202('<img data-purpose="analytics">', 'https://acme.example'),
    ],
  ])('%s stays off and is reported once (C202)', async (_, { html, options, nonce }, problem) => {
    const { made, store, problems } = page(html, options)
    if (nonce !== undefined) giveNonce(nonce)
    for (let turn = 0; turn < 2; turn++) {
      grant(store, 'analytics', 'video')
      await nextPaint()
    }
    expect(active(made)).toBeUndefined()
    expect(problems).toEqual([problem])
  })

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/javascript,1',
    'blob:https://shop.example/1',
    'vbscript:x',
    'file:///x',
    'https://',
    '',
  ])('the address «%s» is never carried over, whoever vouches for it (C203)', async (src) => {
    for (const html of [script(''), frame('x', 'analytics'), image('x')]) {
      const { made, store, problems } = page(html, {
        trustMarkup: true,
        origins: ['null', 'https://shop.example'],
      })
      giveNonce('n0nce')
      const element = document.querySelector('[data-purpose]')
      element?.setAttribute(element.localName === 'script' ? 'src' : 'data-src', src)
      grant(store, 'analytics')
      await nextPaint()
      expect(active(made)).toBeUndefined()
      expect(problems).toMatchObject([{ code: 'C203', got: src }])
      vi.restoreAllMocks()
    }
  })

  it.each(['nosuch', '__proto__', 'constructor', ''])(
    'the unknown purpose «%s» opens nothing (B6, C201)',
    async (purpose) => {
      const { made, store, problems } = page(frame('https://video.example/v', purpose), { trustMarkup: true })
      grant(store, 'analytics', 'video')
      await nextPaint()
      expect(active(made)).toBeUndefined()
      const where = `<iframe data-purpose="${purpose}">`
      expect(problems).toEqual([
        { code: 'C201', where, got: purpose, expected: 'analytics, marketing, video' },
      ])
    },
  )

  it('markup that asks nicely opens nothing: only the site’s own word counts (B8)', async () => {
    const asks = 'data-trust-markup data-granted="true" data-service="acme" data-origins="https://x.example"'
    const { made, store } = page(`<div ${asks}>${script(`src="https://x.example/x.js" ${asks}`)}</div>`)
    grant(store, 'analytics')
    await nextPaint()
    expect(active(made)).toBeUndefined()
  })
})

describe('an activated script', () => {
  it('takes along what is listed, and no event handler (B3)', async () => {
    const kept =
      'id="i" class="c" crossorigin="anonymous" integrity="sha256-x" referrerpolicy="origin" fetchpriority="low" data-key="v"'
    const { made, store } = page(
      script(
        `src="https://acme.example/a.js" ${kept} onload="x()" onerror="x()" style="top:0" srcdoc="x" name="cookie"`,
      ),
    )
    grant(store, 'analytics')
    await nextPaint()
    const names = made[0]?.getAttributeNames().sort()
    expect(names).toEqual(
      [
        'class',
        'crossorigin',
        'data-key',
        'data-purpose',
        'fetchpriority',
        'id',
        'integrity',
        'referrerpolicy',
      ].sort(),
    )
    expect(made[0]).toMatchObject({ nonce: 'n0nce', type: '' })
    expect(made[0]?.hasAttribute('async')).toBe(false)
  })

  it.each([
    ['data-type="module" async', { type: 'module', async: true }],
    ['data-type="module"', { type: 'module', async: false }],
    ['defer', { type: '', async: false }],
  ])('with «%s» is made so', async (attributes, as) => {
    const { made, store } = page(script(`src="https://acme.example/a.js" ${attributes}`))
    grant(store, 'analytics')
    await nextPaint()
    expect(made[0]).toMatchObject(as)
  })

  it('is left to browsers without modules where it says so: there is none among ours', async () => {
    const { made, store } = page(
      script('src="https://acme.example/a.js" nomodule') +
        script('src="https://acme.example/a.js" nomodule data-type="module"'),
    )
    grant(store, 'analytics')
    await nextPaint()
    expect(made.map(({ type }) => type)).toEqual(['module'])
  })

  it('that waits is fetched ahead, with the page’s nonce and the way it is to be fetched', async () => {
    const { store } = page(
      script('src="https://cdn.example/1.js"') +
        script('src="https://cdn.example/2.js" crossorigin="anonymous" referrerpolicy="origin" class="c"') +
        script('src="https://cdn.example/3.js" data-type="module"') +
        script('src="https://cdn.example/4.js" integrity="sha256-x" crossorigin'),
      { origins },
    )
    grant(store, 'analytics')
    await nextPaint()
    const links = [...document.querySelectorAll('link')]
    expect(links.map(({ rel, href, nonce }) => [rel, href, nonce])).toEqual([
      ['preload', 'https://cdn.example/2.js', 'n0nce'],
      ['modulepreload', 'https://cdn.example/3.js', 'n0nce'],
    ])
    expect(links[0]?.getAttributeNames().sort()).toEqual([
      'as',
      'crossorigin',
      'href',
      'referrerpolicy',
      'rel',
    ])
  })

  it('leaves the inert one where it is, so that the framework that made it can take it out', async () => {
    const { made, store } = page(script('src="https://acme.example/a.js" id="one"'))
    const inert = document.querySelector('script')
    if (!inert) throw new Error('no script')
    grant(store, 'analytics')
    await nextPaint()
    expect(document.querySelector('#one')).toBe(made[0])
    expect(document.body.removeChild(inert)).toBe(inert)
    document.body.append(inert, inert.cloneNode(true))
    await vi.advanceTimersByTimeAsync(10)
    // As with every script: once for each element, and copies of one that has run do not run.
    expect(made).toHaveLength(1)
    document.body.insertAdjacentHTML('beforeend', script('src="https://acme.example/a.js"'))
    await vi.advanceTimersByTimeAsync(10)
    expect(made).toHaveLength(2)
  })

  it('that the browser refuses does not hold up the next', async () => {
    const policies = new WeakMap()
    policies.set(window, {
      createScript(text: string) {
        if (text === 'bad') throw new TypeError('refused')
        return text
      },
      createScriptURL: (url: string) => url,
    })
    const { made, store } = page(script('', 'bad') + script('', 'good'), { trustMarkup: true, policies })
    grant(store, 'analytics')
    await nextPaint()
    expect(made.filter((one) => one.isConnected).map(({ text }) => text)).toEqual(['good'])
  })

  it('that was taken out while it waited runs when it is put back', async () => {
    const { made, store } = page(
      script('src="https://cdn.example/1.js"') + script('src="https://cdn.example/2.js"'),
      { origins },
    )
    const second = document.querySelectorAll('script')[1]
    grant(store, 'analytics')
    await nextPaint()
    second?.remove()
    made[0]?.onload?.(new Event('load'))
    await settled()
    expect(made).toHaveLength(1)
    if (second) document.body.append(second)
    await vi.advanceTimersByTimeAsync(10)
    expect(made).toHaveLength(2)
  })

  it('runs after those before it in the page, and a failing one does not hold up the next', async () => {
    const at = (name: string, rest = '') => script(`src="https://cdn.example/${name}.js" ${rest}`)
    const { made, store } = page(at('1') + at('2') + at('free', 'async') + at('3'), { origins })
    grant(store, 'analytics')
    await nextPaint()
    const running = () => made.filter((one) => one.isConnected).map((one) => one.src.slice(20, -3))
    expect(running()).toEqual(['free', '1'])
    made[1]?.onerror?.(new Event('error'))
    await settled()
    expect(running()).toEqual(['free', '1', '2'])
    made[2]?.onload?.(new Event('load'))
    await settled()
    expect(running()).toEqual(['free', '1', '2', '3'])
  })

  it('does not run where a refusal comes while it waits for its turn (A7)', async () => {
    vi.spyOn(window.location, 'reload').mockImplementation(() => {})
    const at = (name: string) => script(`src="https://cdn.example/${name}.js"`)
    const { made, store } = page(at('1') + at('2'), { origins })
    grant(store, 'analytics')
    await nextPaint()
    deny(store, 'analytics')
    made[0]?.onload?.(new Event('load'))
    await settled()
    expect(made.map((one) => one.src)).toEqual(['https://cdn.example/1.js'])
    grant(store, 'analytics')
    await nextPaint()
    expect(made.map((one) => one.src)).toEqual(['https://cdn.example/1.js', 'https://cdn.example/2.js'])
  })

  it('leads to one reload when it is withdrawn, unless the site says otherwise', async () => {
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => {})
    for (const [options, times] of [
      [{}, 1],
      [{ reload: false }, 1],
    ] as const) {
      const { store, leave } = page(script('src="https://acme.example/a.js"'), options)
      grant(store, 'analytics')
      await nextPaint()
      deny(store, 'analytics')
      await nextPaint()
      expect(reload).toHaveBeenCalledTimes(times)
      leave()
    }
  })

  it('that never ran needs no reload', async () => {
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => {})
    const { store } = page(script('src="https://acme.example/a.js"'))
    grant(store, 'marketing')
    await nextPaint()
    deny(store, 'marketing')
    await nextPaint()
    expect(reload).not.toHaveBeenCalled()
  })

  it('waits for the paint after a press, and for the rules before (A1)', async () => {
    const { made, store } = page(script('src="https://acme.example/a.js"'))
    grant(store, 'analytics')
    await settled()
    expect(active(made)).toBeUndefined()
    deny(store, 'analytics')
    await nextPaint()
    expect(active(made)).toBeUndefined()

    const pending = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
    joined.push(markup({ services })(pending) ?? (() => {}))
    await settled()
    expect(active(made)).toBeUndefined()
    const regime = { ...EU, model: 'notice-only' } as const
    pending.send({ type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: Date.now() })
    await settled()
    expect(active(made)).toBe('https://acme.example/a.js')
  })
})

describe('an element with several purposes', () => {
  const two = (purposes: string) =>
    `<script type="text/plain" data-purpose="${purposes}" src="https://cdn.example/x.js"></script>`

  it.each([
    ['analytics marketing', ['analytics'], false],
    ['analytics marketing', ['marketing'], false],
    ['analytics marketing', ['analytics', 'marketing'], true],
    ['analytics|marketing', ['video'], false],
    ['analytics|marketing', ['analytics'], true],
    ['analytics|marketing', ['marketing'], true],
  ])('«%s» with %j granted starts: %s', async (purposes, ids, starts) => {
    const { made, store, problems } = page(two(purposes), { origins })
    grant(store, ...ids)
    await nextPaint()
    expect(made.length === 1).toBe(starts)
    expect(problems).toEqual([])
  })

  it.each([
    ['analytics marketing', 1],
    ['analytics|marketing', 0],
  ])('«%s» that runs is ended by %i reload when one of the two is withdrawn', async (purposes, times) => {
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => {})
    const { store } = page(two(purposes), { origins })
    grant(store, 'analytics', 'marketing')
    await nextPaint()
    deny(store, 'marketing')
    await nextPaint()
    expect(reload).toHaveBeenCalledTimes(times)
  })

  it.each([
    ['video', 'video', true],
    ['video', 'video analytics', true],
    ['video', 'video|analytics', false],
    [{ some: ['video', 'analytics'] }, 'analytics', true],
    [{ some: ['video', 'analytics'] }, 'video|analytics', true],
    [{ some: ['video', 'analytics'] }, 'video|marketing', false],
    [{ every: ['video', 'analytics'] }, 'video', false],
    [{ every: ['video', 'analytics'] }, 'analytics video', true],
  ] as const)('a service that needs %j vouches for «%s»: %s (D2)', async (needs, purposes, vouches) => {
    const { store, problems } = page(frame('https://films.example/v', purposes), {
      services: [{ id: 'films', needs, hosts: ['films.example'] }],
    })
    grant(store, 'analytics', 'marketing', 'video')
    await nextPaint()
    expect(document.querySelector('iframe')?.hasAttribute('src')).toBe(vouches)
    expect(problems.map(({ code }) => code)).toEqual(vouches ? [] : ['C202'])
  })
})

describe('elements that come later', () => {
  it('stay inert in a template and in a shadow tree; what is cloned from a template does not', async () => {
    const { store } = page(`<template>${frame('https://video.example/t')}</template><div></div>`)
    const [template, host] = [document.querySelector('template'), document.querySelector('div')]
    const shadow = host?.attachShadow({ mode: 'open' })
    if (!template || !shadow) throw new Error('no page')
    shadow.append(template.content.cloneNode(true))
    grant(store, 'video')
    await nextPaint()
    expect(shadow.querySelector('iframe')?.hasAttribute('src')).toBe(false)
    expect(template.content.querySelector('iframe')?.hasAttribute('src')).toBe(false)
    document.body.append(template.content.cloneNode(true))
    await vi.advanceTimersByTimeAsync(10)
    expect(document.querySelector('iframe')?.getAttribute('src')).toBe('https://video.example/t')
  })

  it('are activated, or left, as those before them', async () => {
    const { made, store } = page('')
    grant(store, 'analytics')
    await nextPaint()
    const div = document.createElement('div')
    div.innerHTML = frame('https://video.example/v') + script('src="https://acme.example/a.js"')
    document.body.append(div)
    await vi.advanceTimersByTimeAsync(10)
    expect(active(made)).toBe('https://acme.example/a.js')
    expect(document.querySelector('iframe')?.hasAttribute('src')).toBe(false)
  })

  it('are left alone once the gate is left', async () => {
    const { store, leave } = page('')
    grant(store, 'analytics', 'video')
    await nextPaint()
    leave()
    document.body.innerHTML = frame('https://video.example/v')
    await vi.advanceTimersByTimeAsync(10)
    expect(document.querySelector('iframe')?.hasAttribute('src')).toBe(false)
  })
})

describe('frames and images', () => {
  const source = () => document.querySelector('[data-src]')?.getAttribute('src') ?? null

  it.each([
    [frame('https://video.example/v'), 'https://video.example/v'],
    [frame('https://acme.example/v', 'analytics'), 'https://acme.example/v'],
  ])('%s is emptied on withdrawal and comes again with a grant (A7)', async (html, url) => {
    const { store, problems } = page(html)
    for (let turn = 0; turn < 3; turn++) {
      grant(store, 'video', 'analytics')
      await nextPaint()
      expect(source()).toBe(url)
      deny(store, 'video', 'analytics')
      expect(source()).toBeNull()
    }
    expect(problems).toEqual([])
  })

  it('go where a framework sends them, and nowhere without the site’s word', async () => {
    const { store, problems } = page(frame('https://video.example/1'))
    const element = document.querySelector('iframe')
    grant(store, 'video')
    await nextPaint()
    for (const [to, src] of [
      ['https://video.example/2', 'https://video.example/2'],
      ['https://x.example/', null],
      ['https://video.example/3', 'https://video.example/3'],
      ['javascript:alert(1)', null],
    ] as const) {
      if (element) element.dataset.src = to
      await vi.advanceTimersByTimeAsync(10)
      expect(element?.getAttribute('src')).toBe(src)
    }
    expect(problems).toMatchObject([{ code: 'C202', got: 'https://x.example' }])
  })

  it.each(['marketing', 'nosuch'])('stop when their purpose becomes «%s»', async (purpose) => {
    const { store } = page(frame('https://video.example/1'))
    grant(store, 'video')
    await nextPaint()
    const element = document.querySelector('iframe')
    expect(element?.hasAttribute('src')).toBe(true)
    element?.setAttribute('data-purpose', purpose)
    await vi.advanceTimersByTimeAsync(10)
    expect(element?.hasAttribute('src')).toBe(false)
  })

  it('are emptied on withdrawal where a framework keeps them off the page, to put them back (A7)', async () => {
    const { store } = page(frame('https://video.example/1') + image('https://cdn.example/x.png'), { origins })
    const elements = document.querySelectorAll('iframe, img')
    grant(store, 'video', 'analytics')
    await nextPaint()
    for (const element of elements) {
      expect(element.hasAttribute('src')).toBe(true)
      element.remove()
    }
    deny(store, 'video', 'analytics')
    document.body.append(...elements)
    for (const element of elements) expect(element.hasAttribute('src')).toBe(false)
  })

  it('take their address from themselves, not from an element named baseURI (B5)', async () => {
    const { store } = page(frame('/films/1'), { origins: ['https://shop.example'] })
    const form = document.createElement('form')
    Object.defineProperty(document, 'baseURI', { value: form, configurable: true })
    grant(store, 'video')
    await nextPaint()
    Reflect.deleteProperty(document, 'baseURI')
    expect(source()).toBe('https://shop.example/films/1')
  })

  it('stay as they are where a router has taken them out, and start when they come back (LR-9)', async () => {
    const { store } = page(frame('https://video.example/1') + image('https://cdn.example/x.png'), { origins })
    const elements = document.querySelectorAll('iframe, img')
    const all = (there: boolean) => {
      for (const element of elements) expect(element.hasAttribute('src')).toBe(there)
    }
    grant(store, 'video', 'analytics')
    await nextPaint()
    all(true)
    for (const element of elements) element.remove()
    await settled()
    all(true)
    deny(store, 'video', 'analytics')
    all(false)
    grant(store, 'video', 'analytics')
    await nextPaint()
    all(false)
    document.body.append(...elements)
    await vi.advanceTimersByTimeAsync(10)
    all(true)
  })

  it('tell of a frame that may not start, so that a placeholder can be drawn', async () => {
    const { latched, store } = page(frame('https://video.example/v'))
    expect(latched).toHaveBeenCalled()
    grant(store, 'video')
    await nextPaint()
    latched.mockClear()
    grant(store, 'marketing')
    await nextPaint()
    expect(latched).not.toHaveBeenCalled()
  })

  it.each<[string, string, readonly string[], string | null]>([
    ['one purpose', frame('https://video.example/v'), [], 'video'],
    ['two that are needed', frame('https://cdn.example/v', 'video marketing'), [], 'video marketing'],
    ['what is missing of two', frame('https://cdn.example/v', 'video marketing'), ['video'], 'marketing'],
    [
      'the first of two where one is enough',
      frame('https://cdn.example/v', 'marketing|video'),
      [],
      'marketing',
    ],
    ['nothing once it has started', frame('https://cdn.example/v', 'marketing|video'), ['video'], null],
    ['nothing if nobody vouches for it', frame('https://x.example/v'), [], null],
    ['nothing if its address is none', frame('javascript:alert(1)'), [], null],
    ['nothing if its purpose is unknown', frame('https://cdn.example/v', 'nosuch'), [], null],
    [
      'nothing, whatever a stranger wrote on it',
      frame('https://x.example/v" data-latchkey-waits="video'),
      [],
      null,
    ],
  ])('say that they wait for %s', async (_, html, granted, waits) => {
    const { latched, store } = page(html, { origins })
    grant(store, ...granted)
    await nextPaint()
    expect(document.querySelector('iframe')?.getAttribute('data-latchkey-waits')).toBe(waits)
    if (!granted.length) expect(latched.mock.calls.length > 0).toBe(waits !== null)
  })

  it('say it again after a withdrawal, and as their purpose changes', async () => {
    const { store } = page(frame('https://cdn.example/v'), { origins })
    const element = document.querySelector('iframe')
    grant(store, 'video')
    await nextPaint()
    expect(element?.hasAttribute('data-latchkey-waits')).toBe(false)
    deny(store, 'video')
    expect(element?.getAttribute('data-latchkey-waits')).toBe('video')
    element?.setAttribute('data-purpose', 'analytics marketing')
    await vi.advanceTimersByTimeAsync(10)
    expect(element?.getAttribute('data-latchkey-waits')).toBe('analytics marketing')
    element?.setAttribute('data-purpose', 'nosuch')
    await vi.advanceTimersByTimeAsync(10)
    expect(element?.hasAttribute('data-latchkey-waits')).toBe(false)
  })

  it('one frame alone starts when the shopper asks for just this one, and stays until a refusal', async () => {
    const { activate, store } = page(frame('https://video.example/1') + frame('https://video.example/2'))
    const [first, second] = document.querySelectorAll('iframe')
    if (!first || !second) throw new Error('no frames')
    expect(activate(first)).toBe(true)
    document.body.append('some change')
    await vi.advanceTimersByTimeAsync(10)
    grant(store, 'marketing')
    await nextPaint()
    expect([first.getAttribute('src'), second.getAttribute('src')]).toEqual(['https://video.example/1', null])
    expect(store.get().standings.video?.granted).toBe(false)
    deny(store, 'video')
    expect(first.getAttribute('src')).toBeNull()
  })

  it('one that is not authorised does not start, however it is asked for', () => {
    const { activate, problems } = page(frame('https://x.example/1'))
    const element = document.querySelector('iframe')
    expect(element && activate(element)).toBe(false)
    expect(source()).toBeNull()
    expect(problems).toMatchObject([{ code: 'C202' }])
  })
})
