import { describe, expect, it } from 'vitest'
import { cookieStorage, domains } from './cookie-storage.ts'
import { cookieJar } from './fakes.ts'

const UNTIL = Date.now() + 180 * 86_400_000
interface Browser {
  readonly protocol?: string
  readonly cookies?: 'on' | 'off' | 'refused' | 'throw'
  readonly local?: 'on' | 'throw'
}

/** The members of a window that a storage touches. */
function browserAt(hostname: string, { protocol = 'https:', cookies, local = 'on' }: Browser = {}) {
  const document = cookieJar({ hostname, protocol, cookies })
  const kept = new Map<string, string>()
  const window = {
    document,
    location: { hostname, protocol },
    navigator: { cookieEnabled: cookies !== 'off' },
    get localStorage() {
      if (local === 'throw') throw new Error('denied')
      return {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
      }
    },
  } as unknown as Window // no more of it is needed
  return { jar: document.kept, written: document.written, kept, window }
}

describe('where the cookie goes (D6)', () => {
  it.each([
    ['shop.example', 'site', 'shop.example'],
    ['example', 'site', ''],
    ['www.shop.com', 'site', 'shop.com'],
    ['a.b.c.shop.com', 'site', 'shop.com'],
    ['www.shop.co.uk', 'site', 'shop.co.uk'],
    ['shop.github.io', 'site', 'shop.github.io'],
    ['www.shop.com', 'host', ''],
    ['localhost', 'site', ''],
    ['192.168.0.7', 'site', ''],
    ['[::1]', 'site', ''],
  ] as const)('on %s with scope %s it is set for «%s»', (host, scope, domain) => {
    const { jar, window } = browserAt(host)
    const storage = cookieStorage({ scope, window })
    expect(storage.write('1~a', UNTIL)).toBe(true)
    expect([...jar.keys()]).toEqual([`${domain}|/|latchkey`])
    expect(storage.read()).toBe('1~a')
  })

  it('lists a host’s parents from the widest down, and never the last label alone', () => {
    expect(domains('a.shop.co.uk')).toEqual(['co.uk', 'shop.co.uk', 'a.shop.co.uk', ''])
    expect(domains('10.0.0.1')).toEqual([''])
  })

  it('never leaves an older host-only cookie beside the new one', () => {
    const { jar, window } = browserAt('www.shop.com')
    jar.set('|/|latchkey', 'old')
    cookieStorage({ window }).write('new', UNTIL)
    expect([...jar]).toEqual([['shop.com|/|latchkey', 'new']])
  })

  it('is secure on https only, lax, for the whole site and for 400 days at most', () => {
    const https = browserAt('shop.example')
    cookieStorage({ window: https.window }).write('x', Date.now() + 1000 * 86_400_000)
    expect(https.written.at(-1)).toContain(`latchkey=x;path=/;max-age=${400 * 86_400};samesite=lax;secure`)
    const http = browserAt('localhost', { protocol: 'http:' })
    expect(cookieStorage({ window: http.window }).write('x', UNTIL)).toBe(true)
    expect(http.written.join()).not.toContain('secure')
  })
})

describe('what is written', () => {
  it('stays when it is written again, even after all that it says has run out: a refusal holds until it is asked anew', () => {
    const { written, window } = browserAt('shop.example')
    const storage = cookieStorage({ window })
    storage.write('1~a', UNTIL)
    const before = [...written]
    expect(storage.write('1~a', Date.now() - 1000)).toBe(true)
    expect(storage.read()).toBe('1~a')
    expect(written).toEqual(before)
  })
})

describe('what is read back', () => {
  it('believes neither of two different cookies (A2, B7)', () => {
    const { jar, window } = browserAt('www.shop.com')
    jar.set('www.shop.com|/|latchkey', 'one').set('shop.com|/|latchkey', 'two')
    expect(cookieStorage({ window }).read()).toBeNull()
    jar.set('shop.com|/|latchkey', 'one')
    expect(cookieStorage({ window }).read()).toBe('one')
  })

  it('is what was written last, whatever was lying about before', () => {
    const { jar, window } = browserAt('www.shop.com')
    jar.set('www.shop.com|/|latchkey', 'one').set('shop.com|/|latchkey', 'two')
    const storage = cookieStorage({ window })
    expect(storage.write('three', UNTIL)).toBe(true)
    expect(storage.read()).toBe('three')
  })

  it('is the whole name only: names of others are not ours (B7)', () => {
    const { jar, window } = browserAt('www.shop.com')
    jar.set('|/|xlatchkey', 'no').set('|/|latchkeyx', 'no').set('|/|latch.*', 'no')
    expect(cookieStorage({ window }).read()).toBeNull()
  })

  it('does not revive from the copy what was cleared with the cookies', () => {
    const { jar, window } = browserAt('www.shop.com')
    const storage = cookieStorage({ window })
    storage.write('1~a', UNTIL)
    jar.clear()
    expect(storage.read()).toBeNull()
  })

  it('clears the cookie in every scope, and the copy', () => {
    const { jar, kept, window } = browserAt('www.shop.com')
    const storage = cookieStorage({ window })
    storage.write('1~a', UNTIL)
    jar.set('|/|latchkey', 'host').set('www.shop.com|/|latchkey', 'sub')
    storage.clear()
    expect([jar.size, kept.size]).toEqual([0, 0])
  })
})

describe('where cookies do not work (D4)', () => {
  it.each(['off', 'throw'] as const)('%s: localStorage alone keeps the text', (cookies) => {
    const { window } = browserAt('www.shop.com', { cookies })
    const storage = cookieStorage({ window })
    expect(storage.write('1~a', UNTIL)).toBe(true)
    expect(storage.read()).toBe('1~a')
    storage.clear()
    expect(storage.read()).toBeNull()
  })

  it('says false where nothing can be kept, and does not throw', () => {
    const { window } = browserAt('www.shop.com', { cookies: 'throw', local: 'throw' })
    const storage = cookieStorage({ window })
    expect(storage.write('1~a', UNTIL)).toBe(false)
    expect(storage.read()).toBeNull()
    storage.clear()
  })

  it('says true where only localStorage is switched off', () => {
    const { window } = browserAt('www.shop.com', { local: 'throw' })
    const storage = cookieStorage({ window })
    expect(storage.write('1~a', UNTIL)).toBe(true)
    expect(storage.read()).toBe('1~a')
  })

  it.each([
    ['an oversize text', 'on', 'x'.repeat(5000)],
    ['a browser that says yes and keeps none', 'refused', '1~a'],
  ] as const)('%s: what cannot be read back was not written', (_, cookies, text) => {
    const { window } = browserAt('www.shop.com', { cookies })
    const storage = cookieStorage({ window })
    const written = storage.write(text, UNTIL)
    expect(storage.read() === text).toBe(written)
  })
})

describe('hearing of what others wrote', () => {
  it.each([
    ['the cookie was written', { changed: [{ name: 'latchkey' }] }, 1],
    [
      'the first half of a write: the old one is deleted',
      { changed: [], deleted: [{ name: 'latchkey' }] },
      0,
    ],
    ['another cookie was written', { changed: [{ name: 'cart' }] }, 0],
    ['an element of the store’s name has changed (B5)', {}, 0],
  ])('%s', (_, event, calls) => {
    const cookieStore = new EventTarget()
    let heard = 0
    const window = Object.assign(new EventTarget(), { cookieStore }) as unknown as Window // no more of it is needed
    const storage = cookieStorage({ window })
    const leave = storage.watch?.(() => {
      heard += 1
    })
    cookieStore.dispatchEvent(Object.assign(new Event('change'), event))
    expect(heard).toBe(calls)
    leave?.()
    cookieStore.dispatchEvent(Object.assign(new Event('change'), { changed: [{ name: 'latchkey' }] }))
    expect(heard).toBe(calls)
  })
})
