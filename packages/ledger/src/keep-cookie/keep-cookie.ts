import { Hono } from 'hono'
import * as v from 'valibot'
import { allowedOrigins } from '../access/origins.ts'
import { readBody } from '../records/read-body.ts'
import { isCookieDomain } from './cookie-domain.ts'
import { readSnapshotLine } from './snapshot-line.ts'

/** Options of {@link keepCookie}. */
export interface KeepCookieOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const MAX_BODY = 2048
/** Chrome caps the life of every cookie at 400 days; no regime lets an answer hold longer. */
const MAX_AGE = 400 * 86_400

const schema = v.strictObject({
  value: v.pipe(v.string(), v.maxLength(1000)),
  domain: v.nullable(v.pipe(v.string(), v.maxLength(253))),
})

/** The ledger's own origin and no other, whatever the operator has listed for records. */
const own = allowedOrigins({})

/**
 * `POST /v1/cookie`: sets again, from the server, the cookie that a page of this very host has just written. Safari
 * forgets what scripts write after seven days, and would have the shop ask again and again whoever refused (BR-2,
 * BR-3); what a server of the page's own address sets, it keeps.
 *
 * Body `{"value": "<the cookie's value>", "domain": "shop.example" | null}`, `application/json`. Answers 204 with
 * `Set-Cookie`, or 4xx without. Reads no cookie, stores nothing and logs nothing. Mount it below the ledger's path.
 */
export function keepCookie({ now }: KeepCookieOptions): Hono {
  const app = new Hono()
  app.post('/v1/cookie', async (context) => {
    const { req } = context
    const refuse = (status: 400 | 403 | 413 | 415, problem: string) => context.json({ problem }, status)
    const origin = req.header('origin')
    const host = req.header('host') ?? new URL(req.url).host
    // Another site must not be able to decide in a shopper's name. A browser cannot be made to leave `Origin` out or to
    // lie in it; older ones lack the second header.
    if (origin === undefined || !own.allows(origin, host))
      return refuse(403, 'origin: expected this host’s own')
    if ((req.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin')
      return refuse(403, 'sec-fetch-site: expected same-origin')
    // A form or a beacon of another origin cannot send this type without asking first, and nobody answers that here.
    if (!/^application\/json(?:;|$)/i.test(req.header('content-type') ?? ''))
      return refuse(415, 'content-type: expected application/json')
    const body = await readBody(req.raw, MAX_BODY)
    if (!body.ok) {
      return refuse(body.status, body.status === 413 ? 'body: expected at most 2 KiB' : body.problem)
    }
    const sent = v.safeParse(schema, fromJson(body.text))
    if (!sent.success) return refuse(400, 'body: expected value and domain')
    const { value, domain } = sent.output
    const page = new URL(origin)
    if (domain !== null && !isCookieDomain(domain, page.hostname))
      return refuse(400, 'domain: expected this host or a parent of it')
    const line = readSnapshotLine(value)
    if (!line) return refuse(400, 'value: expected a stored decision')
    const age = ageOf(line, now())
    if (age <= 0) return refuse(400, 'value: expected one that still holds')
    // The same name, path and domain as in the page, so that it takes the place of that one and never stands beside it.
    const cookie = [`latchkey=${value}`, 'Path=/', `Max-Age=${age}`, 'SameSite=Lax']
    if (page.protocol === 'https:') cookie.push('Secure')
    if (domain !== null) cookie.push(`Domain=${domain}`)
    return context.body(null, 204, { 'set-cookie': cookie.join('; '), 'cache-control': 'no-store' })
  })
  return app
}

/**
 * Seconds that the cookie may live: as long as its last answer holds by our clock, and never longer than the browser
 * said when it was given, whose clock may be wrong.
 */
function ageOf({ at, until }: { readonly at: number; readonly until: number }, now: number): number {
  return Math.min(MAX_AGE, Math.floor((until - Math.max(at, now)) / 1000))
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON is not an object, and that is said by the caller
  }
}
