// @vitest-environment happy-dom
import { createStore, encodeSnapshot, type Policy } from '@latchkey/core'
import { afterEach, describe, expect, it } from 'vitest'
import * as more from './more.tsx'
import { type RenderBannerOptions, renderBanner } from './server.ts'
import { AT, button, california, eu, find, press, service, shadow } from './testing.ts'
import { en } from './texts/en.ts'
import { toHtml } from './to-html.ts'
import { surfaces } from './ui.tsx'

const policy: Policy = { version: '1', purposes: [{ id: 'analytics' }, { id: 'marketing' }] }
const options = {
  controller: 'Linden & Oak',
  texts: en,
  locale: 'en',
  services: [service('ga4', 'analytics')],
  privacyUrl: '/privacy',
}

function rendered(changes: Partial<RenderBannerOptions> = {}): string {
  return renderBanner({ ...options, policy, regime: eu, cookie: null, at: AT, ...changes })
}

/** As a browser reads it: happy-dom knows no declarative shadow roots. */
function served(html: string): HTMLElement {
  document.body.innerHTML = `${html}<main>Shop</main>`
  const host = document.querySelector<HTMLElement>('body>#latchkey')
  const template = host?.querySelector('template')
  if (!host || !template) throw new Error('nothing was rendered')
  host.attachShadow({ mode: 'open' }).append(template.content)
  template.remove()
  return host
}

function store(ready = true) {
  const made = createStore(policy)
  if (ready) made.send({ type: 'ready', regime: eu, signals: { gpc: null }, snapshot: null, at: AT })
  return made
}

let stop = () => {}
const take = (of = store()) => {
  stop = surfaces({ ...options, now: () => AT }, of, {
    load: async () => more,
    idle: () => undefined,
    here: more,
  })
  return of
}
afterEach(() => {
  stop()
  stop = () => {}
  document.body.replaceChildren()
})

/** The cookie of somebody who said this. */
function cookieOf(answer: 'granted' | 'denied', ...ids: readonly string[]): string {
  const made = store()
  const choices = Object.fromEntries(ids.map((id) => [id, answer]))
  made.send({ type: 'decide', choices, via: 'api', subject: false, at: AT })
  const { snapshot } = made.get()
  return `cart=1; latchkey=${snapshot && encodeSnapshot(snapshot)}`
}

describe('renderBanner', () => {
  it('draws what the page draws, word for word', () => {
    served(rendered())
    const here = find('.banner').textContent
    document.body.replaceChildren()
    take()
    expect(here).toBe(find('.banner').textContent)
  })

  it.each([
    ['a first visit', {}, true],
    ['an answer to everything', { cookie: cookieOf('denied', 'analytics', 'marketing') }, false],
    ['an answer to one of two', { cookie: cookieOf('denied', 'analytics') }, true],
    [
      'an answer that has run out',
      { cookie: cookieOf('denied', 'analytics', 'marketing'), at: AT + 185 * 86_400_000 },
      true,
    ],
    ['a cookie that nobody of us wrote', { cookie: 'latchkey=1~x' }, true],
    [
      'two cookies that differ',
      { cookie: `${cookieOf('denied', 'analytics', 'marketing')}; latchkey=x` },
      true,
    ],
    ['a place that asks nothing', { regime: california }, false],
    [
      'a signal that answers where it is honoured',
      { regime: { ...eu, honours: { gpc: 'all' } }, signals: { gpc: true } },
      false,
    ],
  ] as const)('for %s', (_, changes, asks) => {
    expect(rendered(changes as Partial<RenderBannerOptions>) !== '').toBe(asks)
  })

  it('asks only what is open, and says so to the stub', () => {
    const host = served(rendered({ cookie: cookieOf('granted', 'analytics') }))
    expect(host.dataset.asks).toBe('marketing')
    expect([...shadow().querySelectorAll('input')].map((input) => input.dataset.latchkeyPurpose)).toEqual([
      'marketing',
    ])
  })

  it('has nothing but text where text comes from outside (B2)', () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    const html = rendered({
      controller: evil,
      note: evil,
      nonce: evil,
      purposes: { analytics: { title: evil } },
      logo: { src: `/${evil}`, alt: evil },
      privacyUrl: 'javascript:alert(1)',
    })
    const read = new DOMParser().parseFromString(html.replace(/<\/?template[^>]*>/g, ''), 'text/html')
    expect(read.querySelectorAll('script,[onerror],a')).toHaveLength(0)
    expect(read.querySelectorAll('img')).toHaveLength(1)
    expect(read.querySelector('style')?.getAttribute('nonce')).toBe(evil)
  })

  it('writes no name that is none of ours', () => {
    const Named = 'a onclick=x' as 'a'
    expect(() => toHtml(<Named />)).toThrow('[ui] toHtml: expected a name in small letters, got a onclick=x.')
  })
})

describe('a banner that was drawn on the server', () => {
  it('is taken over as it stands: the same elements, with the focus and the switches where they were', () => {
    const host = served(rendered())
    const [section, reject] = [find('.banner'), button('reject')]
    const marketing = find('[data-latchkey-purpose=marketing]') as HTMLInputElement
    marketing.checked = true
    reject.focus()
    const of = take()
    expect(document.querySelectorAll('#latchkey')).toHaveLength(1)
    expect([find('.banner'), button('reject')]).toEqual([section, reject])
    expect(shadow().activeElement).toBe(reject)
    expect(marketing.checked).toBe(true)
    expect(host.dataset.asks).toBeUndefined()
    press(button('save'))
    expect(of.get().standings).toMatchObject({ analytics: { granted: false }, marketing: { granted: true } })
    expect(shadow().querySelector('.banner')).toBeNull()
  })

  it('stands until the rules are known', () => {
    served(rendered())
    const of = take(store(false))
    expect(find('.banner')).toBeTruthy()
    of.send({ type: 'ready', regime: eu, signals: { gpc: null }, snapshot: null, at: AT })
    press(button('reject'))
    expect(of.get().phase).toBe('decided')
  })

  it('goes where the page finds that there is nothing to ask', () => {
    served(rendered())
    const of = store()
    of.send({
      type: 'decide',
      choices: { analytics: 'denied', marketing: 'denied' },
      via: 'api',
      subject: false,
      at: AT,
    })
    take(of)
    expect(shadow().querySelector('.banner')).toBeNull()
  })
})
