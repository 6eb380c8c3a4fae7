import { decodeSnapshot } from '@latchkey/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Consent, createConsent } from './create-consent.ts'
import { EU, freshPage, leavePage } from './fakes.ts'
import { keepCookie } from './keep-cookie.ts'

const policy = { version: '1', purposes: [{ id: 'analytics' }, { id: 'marketing' }] }
const WANTED = { results: [], cookie: true }

/** A ledger that sets the cookie again when the test says so, as a browser would take it from a server. */
function ledgerWith(jar: ReturnType<typeof freshPage>) {
  const asked: {
    readonly url: string
    readonly init: RequestInit
    readonly value: string
    answer(): void
  }[] = []
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    const { value, domain } = JSON.parse(String(init.body))
    return new Promise((resolve, reject) => {
      const answer = () => {
        jar.kept.set(`${domain ?? ''}|/|latchkey`, value)
        resolve(new Response(null, { status: 204 }))
      }
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
      asked.push({ url: String(url), init, value, answer })
    })
  })
  return asked
}

/** Longer than a page takes to be idle, shorter than an answer is waited for. */
const idle = () => vi.advanceTimersByTimeAsync(300)

const ours = (jar: ReturnType<typeof freshPage>) =>
  [...jar.kept].filter(([key]) => key.includes('latchkey')).map(([key, value]) => [key, value] as const)

let jar: ReturnType<typeof freshPage>
let asked: ReturnType<typeof ledgerWith>
let consent: Consent

function open(url = 'https://www.shop.example/a/b'): void {
  jar = freshPage(url)
  asked = ledgerWith(jar)
  consent = createConsent({ policy, regime: EU, window })
}

beforeEach(() => open())
afterEach(() => {
  consent.destroy()
  leavePage()
})

/** A decision a second later, as people make them: each one writes another cookie. */
async function decide(answer: 'grant' | 'deny'): Promise<string> {
  await vi.advanceTimersByTimeAsync(1)
  consent[answer]()
  return ours(jar)[0]?.[1] ?? ''
}

describe('keepCookie (BR-2, BR-3)', () => {
  it('sends the cookie to the ledger that offers to keep it, with the domain it has', async () => {
    const heard = keepCookie({ address: '/latchkey/', store: consent.store, window })
    const value = await decide('deny')
    heard(WANTED)
    expect(asked).toEqual([]) // not in the way of what the press set off
    await idle()
    expect(asked).toMatchObject([
      {
        url: 'https://www.shop.example/latchkey/v1/cookie',
        init: {
          method: 'POST',
          credentials: 'same-origin',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ value, domain: 'shop.example' }),
        },
      },
    ])
    asked[0]?.answer()
    await idle()
    expect(ours(jar)).toEqual([['shop.example|/|latchkey', value]])
  })

  it.each([
    ['https://shop.example/', 'site', 'shop.example'],
    ['https://a.b.shop.co.uk/', 'site', 'shop.co.uk'],
    ['https://shop.github.io/', 'site', 'shop.github.io'],
    ['https://www.shop.example/', 'host', null],
    ['http://localhost/', 'site', null],
    ['http://192.168.0.7/', 'site', null],
  ] as const)('at %s, scope %s: domain %s, and one cookie', async (url, scope, domain) => {
    consent.destroy()
    leavePage()
    open(url)
    const { cookieStorage } = await import('./cookie-storage.ts')
    consent = createConsent({ policy, regime: EU, window, storage: cookieStorage({ scope, window }) })
    const heard = keepCookie({ address: '/', store: consent.store, scope, window })
    const value = await decide('deny')
    heard(WANTED)
    await idle()
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ value, domain })
    asked[0]?.answer()
    await idle()
    expect(ours(jar)).toEqual([[`${domain ?? ''}|/|latchkey`, value]])
  })

  it.each([
    ['no hint', { results: [] }],
    ['another word for it', { cookie: 'true' }],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'ok'],
  ])('costs nothing where the receiver says %s', async (_, answer) => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    await decide('deny')
    const before = jar.written.length
    heard(answer)
    await vi.advanceTimersByTimeAsync(5000)
    expect([asked, jar.written.length]).toEqual([[], before])
  })

  it.each([
    'https://ledger.example/',
    '//www.shop.example.evil.example/x',
    'http://[',
    'https://shop.example/x',
  ])('asks nothing of %s, which is another origin or none', async (address) => {
    const heard = keepCookie({ address, store: consent.store, window })
    await decide('deny')
    heard(WANTED)
    await idle()
    expect(asked).toEqual([])
  })

  it('asks nothing without a decision, with two cookies, or where cookies do not work', async () => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    heard(WANTED)
    await idle()
    await decide('deny')
    jar.kept.set('www.shop.example|/|latchkey', 'other')
    heard(WANTED)
    await idle()
    vi.spyOn(document, 'cookie', 'get').mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError')
    })
    heard(WANTED)
    await idle()
    expect(asked).toEqual([])
  })

  it('sends no cookie in which anything is granted: a late answer must never bring a grant back', async () => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    await decide('grant')
    heard(WANTED)
    await idle()
    expect(asked).toEqual([])
  })

  it('asks once for each value', async () => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    const first = await decide('deny')
    for (let i = 0; i < 3; i++) heard(WANTED)
    await idle()
    asked[0]?.answer()
    heard(WANTED)
    await idle()
    expect(asked.map(({ value }) => value)).toEqual([first])
    await decide('grant')
    const second = await decide('deny')
    heard(WANTED)
    await idle()
    expect(asked.map(({ value }) => value)).toEqual([first, second])
  })

  it('says nothing when the ledger cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    const value = await decide('deny')
    heard(WANTED)
    await vi.advanceTimersByTimeAsync(5000)
    expect(ours(jar)).toEqual([['shop.example|/|latchkey', value]])
  })
})

describe('a decision while the answer is on its way', () => {
  /** A refusal is sent, then taken back before the ledger has answered. */
  async function grantedMeanwhile() {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    const denied = await decide('deny')
    heard(WANTED)
    await idle()
    const granted = await decide('grant')
    expect(granted).not.toBe(denied)
    return { heard, granted }
  }

  it('gives the older request up', async () => {
    const { granted } = await grantedMeanwhile()
    expect(asked[0]?.init.signal?.aborted).toBe(true)
    expect(ours(jar)).toEqual([['shop.example|/|latchkey', granted]])
  })

  it.each([0, 10, 900])('wins over an answer that comes %i ms later all the same', async (late) => {
    const { granted } = await grantedMeanwhile()
    await vi.advanceTimersByTimeAsync(late)
    asked[0]?.answer()
    await vi.advanceTimersByTimeAsync(1000)
    expect(ours(jar)).toEqual([['shop.example|/|latchkey', granted]])
    expect(decodeSnapshot(granted)?.answers.analytics?.answer).toBe('granted')
  })

  it('wins over an answer that comes between the decision and its being heard of', async () => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    consent.subscribe((_, { input }) => input.type === 'decide' && asked[0]?.answer())
    await decide('deny')
    heard(WANTED)
    await idle()
    await vi.advanceTimersByTimeAsync(1)
    consent.grant()
    const [[, now] = []] = ours(jar)
    expect(decodeSnapshot(now ?? '')?.answers.analytics?.answer).toBe('granted')
  })

  it('wins over an answer to a request that could no longer be given up', async () => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    await decide('deny')
    heard(WANTED)
    await idle()
    vi.spyOn(AbortController.prototype, 'abort').mockImplementation(() => {})
    const granted = await decide('grant')
    asked[0]?.answer()
    await vi.advanceTimersByTimeAsync(0)
    expect(ours(jar)).toEqual([['shop.example|/|latchkey', granted]])
  })

  it('lives as long as it would have', async () => {
    const { granted } = await grantedMeanwhile()
    asked[0]?.answer()
    await vi.advanceTimersByTimeAsync(1000)
    const until = decodeSnapshot(granted)?.answers.analytics?.until ?? 0
    const age = Number(/max-age=(\d+)/.exec(jar.written.at(-1) ?? '')?.[1])
    expect(Math.abs(age - (until - Date.now()) / 1000)).toBeLessThan(2)
    expect(jar.written.at(-1)).toContain('samesite=lax;secure;domain=shop.example')
  })

  it('is heard of at once where the browser tells of cookies', async () => {
    const { granted } = await grantedMeanwhile()
    asked[0]?.answer()
    window.dispatchEvent(new Event('pageshow')) // the store reads the cookie again, as at a `cookieStore` event
    expect(ours(jar)).toEqual([['shop.example|/|latchkey', granted]])
  })

  it('leaves one cookie after any order of decisions and answers', async () => {
    const heard = keepCookie({ address: '/latchkey', store: consent.store, window })
    for (let seed = 1; seed < 60; seed++) {
      let last = ''
      for (let step = 0; step < 6; step++) {
        const dice = (seed * 7919 + step * 104_729) % 11
        if (dice < 4) last = await decide(dice % 2 ? 'grant' : 'deny')
        else if (dice < 7) heard(WANTED)
        else if (dice < 9) asked[(seed * step) % (asked.length || 1)]?.answer()
        else await vi.advanceTimersByTimeAsync(dice * 40)
      }
      last ||= await decide('deny')
      heard(WANTED)
      await vi.advanceTimersByTimeAsync(3000)
      expect(ours(jar)).toEqual([['shop.example|/|latchkey', last]])
    }
  })
})
