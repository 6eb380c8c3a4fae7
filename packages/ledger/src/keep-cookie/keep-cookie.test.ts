import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCookieDomain } from './cookie-domain.ts'
import { keepCookie } from './keep-cookie.ts'
import { readSnapshotLine } from './snapshot-line.ts'

const DAY = 86_400_000
const AT = 1_800_000_000_000
const NOW = AT + 1000
/** As `encodeSnapshot` writes it. */
const line = (...answers: string[]) => ['1', 'eu-opt-in', 'DE', AT, 180, 184, ...answers].join('~')
const denied = (days: number, id = 'marketing') => `${id}.denied.${AT}.${AT + days * DAY}..0`
const granted = (days: number, id = 'analytics') => `${id}.granted.${AT}.${AT + days * DAY}.k3x.0`
const VALUE = line(granted(180), denied(184))

interface Sending {
  readonly at?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly now?: number
}

function post(body: unknown, { at = 'https://shop.example', headers = {}, now = NOW }: Sending = {}) {
  const url = new URL('/v1/cookie', at)
  const all = new Headers({
    host: url.host,
    origin: url.origin,
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
  })
  for (const [name, value] of Object.entries(headers)) {
    if (value) all.set(name, value)
    else all.delete(name)
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return keepCookie({ now: () => now }).request(url, { method: 'POST', headers: all, body: text })
}

async function cookieOf(body: unknown, sending?: Sending) {
  const response = await post(body, sending)
  const cookie = response.headers.get('set-cookie')
  // Whatever is refused sets nothing, and nobody is answered with what he sent.
  expect(response.status === 204).toBe(cookie !== null)
  if (response.status !== 204) expect(Object.keys(await response.json())).toEqual(['problem'])
  return { status: response.status, cookie }
}

const kept = (value: string, domain: string | null = null) => ({ value, domain })

describe('a cookie set again by the server (BR-2, BR-3)', () => {
  it.each([
    ['https://shop.example', null, 'Secure'],
    ['https://www.shop.example', 'shop.example', 'Secure; Domain=shop.example'],
    ['https://www.shop.example', 'www.shop.example', 'Secure; Domain=www.shop.example'],
    ['http://shop.localhost:8787', 'shop.localhost', 'Domain=shop.localhost'],
    ['http://localhost:8787', null, ''],
    ['http://192.168.0.7', null, ''],
    ['http://[::1]:8787', null, ''],
  ])('at %s with domain %s', async (at, domain, rest) => {
    const { status, cookie } = await cookieOf(kept(VALUE, domain), { at })
    expect(status).toBe(204)
    const age = (184 * DAY - 1000) / 1000
    expect(cookie).toBe(`latchkey=${VALUE}; Path=/; Max-Age=${age}; SameSite=Lax${rest && `; ${rest}`}`)
  })

  it.each([
    ['the last answer’s end', line(granted(10), denied(184)), NOW, 184 * 86_400 - 1],
    ['what the browser chose, if its clock is ahead', VALUE, AT - 90 * DAY, 184 * 86_400],
    ['what is left, if its clock is behind', VALUE, AT + 90 * DAY, 94 * 86_400],
    ['400 days', line(denied(36_500)), NOW, 400 * 86_400],
  ])('lives until %s', async (_, value, now, age) => {
    const { cookie } = await cookieOf(kept(value), { now })
    expect(cookie).toContain(`; Max-Age=${age};`)
  })

  it('never lives longer than the browser chose, nor than 400 days', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -10, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -500, max: 500 }),
        async (days, skew) => {
          const value = line(...days.map((each, index) => granted(each, `p${index}`)))
          const { cookie } = await cookieOf(kept(value), { now: AT + skew * DAY })
          const age = Number(/Max-Age=(\d+)/.exec(cookie ?? '')?.[1] ?? 0)
          expect(age).toBeLessThanOrEqual(Math.max(0, ...days) * 86_400)
          expect(age > 0).toBe(Math.max(...days) > Math.max(0, skew))
        },
      ),
    )
  })
})

describe('what is refused sets nothing', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['no origin', { origin: '' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another site', { origin: 'https://evil.example' }],
    ['a sub-domain', { origin: 'https://blog.shop.example' }],
    ['another port', { origin: 'https://shop.example:8443' }],
    ['a host that begins like ours', { origin: 'https://shop.example.evil.example' }],
    ['an origin that is no origin', { origin: 'https://shop.example/path' }],
    ['the same site, by the browser’s word', { 'sec-fetch-site': 'same-site' }],
    ['another site, by the browser’s word', { 'sec-fetch-site': 'cross-site' }],
    ['a navigation', { 'sec-fetch-site': 'none' }],
    ['both', { 'sec-fetch-site': 'same-origin, cross-site' }],
  ])('from %s', async (_, headers) => {
    expect((await cookieOf(kept(VALUE), { headers })).status).toBe(403)
  })

  it('takes an older browser’s word, which lacks the second header', async () => {
    expect((await cookieOf(kept(VALUE), { headers: { 'sec-fetch-site': '' } })).status).toBe(204)
  })

  it.each(['text/plain', 'text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', ''])(
    'as %j, which a form of another site can send',
    async (type) => {
      expect((await cookieOf(kept(VALUE), { headers: { 'content-type': type } })).status).toBe(415)
    },
  )

  it.each<[what: string, body: unknown, status?: number]>([
    ['more than 2 KiB', { ...kept(VALUE), pad: 'x'.repeat(2048) }, 413],
    ['not JSON', '{'],
    ['nothing', ''],
    ['another key', { ...kept(VALUE), name: 'session' }],
    ['no domain', { value: VALUE }],
    ['a list', [VALUE, null]],
    ['a value that is none', kept('')],
    ['an attribute in the value', kept(`${VALUE}; Domain=example`)],
    ['a line break in the value', kept(`${VALUE}\r\nSet-Cookie: a=b`)],
    ['another version', kept(VALUE.replace(/^1/, '2'))],
    ['more than 1 kB', kept(line(...Array.from({ length: 40 }, (_, i) => denied(184, `purpose-${i}`))))],
    ['a purpose twice', kept(line(denied(1), denied(2)))],
    ['no answer', kept(line())],
    ['an answer that is neither', kept(line(`a.maybe.${AT}.${AT + DAY}..0`))],
    ['a field too many', kept(line(`${denied(1)}.1`))],
    ['a grant for longer than 400 days', kept(line(granted(401)))],
    ['a time that is no number', kept(line(`a.denied.${AT}.Infinity..0`))],
    ['a decision that is over', kept(line(denied(0)))],
    ['a decision that ends in this second', kept(line(`a.denied.${AT}.${NOW + 500}..0`))],
    ['an attribute inside the value', kept(VALUE.replace('eu-opt-in', 'eu; Domain=example'))],
    ['a line break inside the value', kept(VALUE.replace('k3x', 'k3x\r\nSet-Cookie: a=b'))],
    ['a letter that cookies do not take', kept(VALUE.replace('DE', 'D\u00cb'))],
    ['the top level', kept(VALUE, 'example')],
    ['another site’s domain', kept(VALUE, 'other.example')],
    ['a domain below this host', kept(VALUE, 'www.shop.example')],
    ['a domain with a dot before it', kept(VALUE, '.shop.example')],
    ['an attribute in the domain', kept(VALUE, 'shop.example; Path=/x')],
    ['an empty domain', kept(VALUE, '')],
  ])('%s', async (_, body, status = 400) => {
    expect((await cookieOf(body)).status).toBe(status)
  })

  it.each([
    ['http://192.168.0.7', '168.0.7'],
    ['http://192.168.0.7', '192.168.0.7'],
    ['http://[::1]', '::1'],
    ['http://localhost', 'localhost'],
  ])('at %s for domain %s', async (at, domain) => {
    expect((await cookieOf(kept(VALUE, domain), { at })).status).toBe(400)
  })

  it.each(['GET', 'OPTIONS', 'PUT'])('by %s', async (method) => {
    const response = await keepCookie({ now: () => NOW }).request('https://shop.example/v1/cookie', {
      method,
    })
    expect([response.status, response.headers.get('set-cookie')]).toEqual([404, null])
    expect(response.headers.get('access-control-allow-origin')).toBe(null)
  })

  it('whatever is sent: one cookie of our name, and not a letter that ends it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.constant(VALUE),
          fc.string().map((text) => VALUE + text),
        ),
        fc.option(fc.oneof(fc.string(), fc.constant('shop.example'), fc.domain())),
        async (value, domain) => {
          const { cookie } = await cookieOf(kept(value, domain))
          if (cookie !== null) expect(cookie).toMatch(/^latchkey=[\w.~-]+(?:; [\w-]+(?:=[\w./-]+)?){4,5}$/)
        },
      ),
    )
  })
})

describe('readSnapshotLine', () => {
  // The same line stands in core's `snapshot.test.ts`.
  it('reads what the browser writes', () => {
    const text =
      '1~us-ca~US-CA~1800000000000~365~36500' +
      '~analytics.granted.1800000000000.1831536000000.k3x.0~marketing.denied.1800000000000.4953600000000..1'
    expect(readSnapshotLine(text)).toEqual({ at: 1_800_000_000_000, until: 4_953_600_000_000 })
  })
})

describe('isCookieDomain', () => {
  it('takes no domain that the host does not lie in', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (domain, host) => {
        const [one, other] = [domain.toLowerCase(), host.toLowerCase()]
        if (isCookieDomain(one, other)) expect(`.${other}`.endsWith(`.${one}`)).toBe(true)
        expect(isCookieDomain(one, one)).toBe(true)
        expect(isCookieDomain(one, `x${one}`)).toBe(false)
      }),
    )
  })
})
