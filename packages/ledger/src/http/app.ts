import type { VerifierKey } from '@latchkey/log'
import { type Context, Hono } from 'hono'
import { isThisMachine } from '../access/client-address.ts'
import type { Limits } from '../access/limits.ts'
import { noteAccess } from '../access/note-access.ts'
import type { Origins } from '../access/origins.ts'
import { bearerOf, subjectsOf } from '../access/subject.ts'
import type { Holder } from '../access/tokens.ts'
import { countBounds } from '../counts/count-bounds.ts'
import type { LedgerEvent, Peer } from '../create-ledger.ts'
import { type DashboardOptions, dashboard } from '../dashboard/dashboard.ts'
import { exportFile } from '../export/export-file.ts'
import { readExportRequest } from '../export/export-request.ts'
import type { Controller } from '../export/formats/controller.ts'
import { subjectReceipts } from '../export/subject-receipts.ts'
import { keepCookie } from '../keep-cookie/keep-cookie.ts'
import { type Cosigned, withCosignature } from '../lifecycle/witness.ts'
import type { CommitQueue, Job } from '../log/commit-queue.ts'
import { readReceipt } from '../log/read-receipt.ts'
import { readTile } from '../log/read-tile.ts'
import { reasonOf } from '../reason-of.ts'
import { appendRecords, isReadable, readRecords } from '../records/append-records.ts'
import { documents } from '../records/documents.ts'
import { eraseSubject } from '../records/erase-subject.ts'
import { readSubject } from '../records/read-subject.ts'
import { readSubmission } from '../records/submission.ts'
import type { Head, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { budgets } from './budgets.ts'
import type { Metrics } from './metrics.ts'
import { streamOf } from './stream-of.ts'

export interface AppOptions {
  readonly base: string
  readonly read: LogReader
  /** Whether the store was out of reach for a moment: then the answer is 503. */
  readonly isPassing: (error: unknown) => boolean
  readonly queue: CommitQueue
  readonly verifier: VerifierKey
  readonly metrics: Metrics
  readonly limits: Limits
  readonly origins: Origins
  readonly addressOf: (connection: string | null, forwarded: string | null) => string | null
  readonly vault: Vault
  readonly holderOf: (token: string | null) => Promise<Holder | null>
  readonly now: () => number
  readonly random: (length: number) => Uint8Array
  readonly onEvent: (event: LedgerEvent) => void
  /** The newest checkpoint that a witness signed. */
  readonly cosigned: () => Cosigned | null
  /** Sites whose records are taken; `null`: any. */
  readonly sites: readonly string[] | null
  /** Static facts for ISO/IEC TS 27560; `null`: none. */
  readonly controller: Controller | null
  /** The statement on GPC; `null`: none is made. */
  readonly gpc: Hono | null
  /** What the pages for people need beside all this. */
  readonly dashboard: Pick<DashboardOptions, 'kept' | 'seal' | 'holderOfHash' | 'delivery'>
}

type Env = { Bindings: { peer: Peer } }
const TOO_MANY = 'network: too many requests'

type Status = 400 | 401 | 403 | 404 | 413 | 415 | 429 | 500 | 503

/** The ledger's HTTP contract. Every refusal is `{"problem": "<fixed sentence>"}`. */
export function createApp(options: AppOptions): Hono<Env> {
  const {
    base,
    read,
    queue,
    vault,
    verifier,
    metrics,
    limits,
    origins,
    addressOf,
    holderOf,
    now,
    random,
    onEvent,
  } = options
  const bounds = countBounds()
  const network = budgets({ limits, addressOf })
  const root = new Hono<Env>()
  const app = base ? root.basePath(base) : root

  root.use(async (context, next) => {
    await next()
    metrics.request(context.res.status)
    context.res.headers.set('x-content-type-options', 'nosniff')
    if (!context.res.headers.has('referrer-policy')) context.res.headers.set('referrer-policy', 'no-referrer')
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store')
  })
  root.onError((error, context) => {
    if (options.isPassing(error)) return refuse(context, 503, 'ledger: busy, try again', 1)
    onEvent({ event: 'failed', reason: reasonOf(error) })
    return refuse(context, 500, 'ledger: something went wrong here')
  })
  root.notFound((context) => refuse(context, 404, 'address: nothing is here'))

  // Pages may send records and use their subject's rights from the origins that the operator listed (F6); what is
  // public may be read from anywhere. Credentials are never allowed: there are none.
  for (const path of ['/v1/records', '/v1/subject']) {
    app.use(path, async (context, next) => {
      const origin = context.req.header('origin') ?? null
      if (!origins.allows(origin, context.req.header('host') ?? new URL(context.req.url).host)) {
        return refuse(context, 403, 'origin: expected one that the operator has listed')
      }
      const headers = context.res.headers
      headers.set('vary', 'Origin')
      if (origin !== null) headers.set('access-control-allow-origin', origin)
      if (context.req.method !== 'OPTIONS') {
        headers.set('access-control-expose-headers', 'Retry-After')
        await next()
        return
      }
      headers.set('access-control-allow-methods', path === '/v1/records' ? 'POST' : 'GET, DELETE')
      headers.set('access-control-allow-headers', 'Authorization, Content-Type')
      headers.set('access-control-max-age', '7200')
      return context.body(null, 204)
    })
  }
  for (const path of ['/v1/checkpoint', '/v1/tile/*', '/v1/receipts/*']) {
    app.use(path, async (context, next) => {
      await next()
      context.res.headers.set('access-control-allow-origin', '*')
    })
  }

  // Behind the list of origins: a page that is told to wait has to be able to read for how long.
  root.use(async (context, next) => {
    const wait = network.request(context)
    if (wait) return refuse(context, 429, TOO_MANY, wait)
    await next()
  })

  app.post('/v1/records', async (context) => {
    const wait = network.work(context)
    if (wait) return refuse(context, 429, TOO_MANY, wait)
    const sent = await readSubmission(context.req.raw)
    if (!sent.ok) return refuse(context, sent.status, sent.problem)
    const { submission } = sent
    if (options.sites && !options.sites.includes(submission.site))
      return refuse(context, 403, 'site: expected one that this ledger serves')
    const many = network.records(context, submission.records.length)
    if (many) return refuse(context, 429, 'network: too many records', many)
    const records = readRecords(submission)
    // What cannot be read uses up nobody's budget but its sender's, nor does a subject that sends too much its site's.
    const amount = records.filter(isReadable).length
    const late =
      limits.take('subject', submission.subjects[0] ?? '', amount) ||
      limits.take('site', submission.site, amount)
    if (late) return refuse(context, 429, 'records: too many for this site or subject', late)
    const holder = await holderOf(bearerOf(context.req.raw))
    const assurance = attests(holder, submission.site) ? 'attested' : 'subject'
    const { notices } = submission
    const job = appendRecords(records, { vault, assurance, bounds, notices, now, random })
    const done = await commit(context, job)
    if (done instanceof Response) return done
    for (const { status } of done.answer.results) metrics.records(status, 1)
    // A page of this very host may have its cookie kept by the server (BR-3).
    const own = isOwnPage(context)
    return context.json(own ? { ...done.answer, cookie: true } : done.answer)
  })
  app.use('/v1/cookie', async (context, next) => {
    const wait = network.work(context)
    if (wait) return refuse(context, 429, TOO_MANY, wait)
    await next()
  })
  app.route('/', keepCookie({ now }))
  if (options.gpc) root.route('/', options.gpc)

  app.get('/v1/subject', async (context) => {
    const subjects = subjectsOf(bearerOf(context.req.raw) ?? '')
    const wait = network.work(context)
    if (wait) return refuse(context, 429, TOO_MANY, wait)
    if (!subjects) return unauthorised(context, 'authorization: expected the subject’s secret')
    const format = context.req.query('format') ?? 'json'
    const own = { reader: read, verifier, head: await head(), subjects, vault }
    if (format === 'json')
      return context.body(streamOf(readSubject(own)), 200, { 'content-type': 'application/json' })
    if (format !== '27560-receipt') return refuse(context, 400, 'format: expected json or 27560-receipt')
    const about = { origin: verifier.name, base, controller: options.controller }
    return context.body(streamOf(subjectReceipts({ ...own, about })), 200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
    })
  })

  app.delete('/v1/subject', async (context) => {
    const subjects = subjectsOf(bearerOf(context.req.raw) ?? '')
    const wait = network.work(context)
    if (wait) return refuse(context, 429, TOO_MANY, wait)
    if (!subjects) return unauthorised(context, 'authorization: expected the subject’s secret')
    const done = await commit(context, eraseSubject(subjects, { vault, now }))
    if (done instanceof Response) return done
    const { erased: entries, pending } = done.answer
    onEvent({
      event: 'erased',
      entries,
      ...(pending ? { reason: 'a reader of the database holds up the wiping' } : {}),
    })
    return context.json(done.answer, pending ? 202 : 200)
  })

  // With a witness's line below it when it has signed this very one; `?cosigned`: the newest that it has signed.
  app.get('/v1/checkpoint', async (context) => {
    const { note } = await head()
    const cosigned = options.cosigned()
    const wanted = context.req.query('cosigned') !== undefined
    if (wanted && !cosigned) return refuse(context, 404, 'checkpoint: no witness has signed one')
    const text = cosigned && (wanted || cosigned.note === note) ? withCosignature(cosigned) : note
    return context.text(text, 200, { 'cache-control': 'no-cache' })
  })

  app.route('/v1/documents', documents({ read, queue, holderOf, now, limit: network.work }))

  app.get('/v1/tile/*', async (context) => {
    const { size } = await head()
    const tile = await readTile(read, size, context.req.path.slice(`${base}/v1/tile/`.length))
    if (!tile) return refuse(context, 404, 'tile: not in the log')
    return context.body(tile, 200, {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  app.get('/v1/receipts/:seq{[0-9]{1,16}}', async (context) => {
    const receipt = await readReceipt(read, await head(), Number(context.req.param('seq')))
    return receipt === null ? refuse(context, 404, 'receipt: not in the log') : context.text(receipt)
  })

  app.get('/v1/export', async (context) => {
    const wait = network.work(context)
    if (wait) return refuse(context, 429, TOO_MANY, wait)
    const holder = await holderOf(bearerOf(context.req.raw))
    if (!holder?.may('verify'))
      return unauthorised(context, 'authorization: expected a token that may export')
    const newest = await head()
    const wanted = readExportRequest(new URL(context.req.url).searchParams, newest.size)
    if (typeof wanted === 'string') return refuse(context, 400, wanted)
    const { format, range } = wanted
    const entries = range.to - range.from
    // Reading everybody's records is itself written down (threat model G6).
    const noted = await commit(context, noteAccess({ at: now(), who: holder.name, what: 'export', entries }))
    if (noted instanceof Response) return noted
    onEvent({ event: 'exported', entries })
    const reveal = holder.may('read') ? { sites: holder.sites } : null
    const { body, contentType, extension } = exportFile({
      ...{ reader: read, vault, verifier, head: newest, range, reveal, format, base },
      controller: options.controller,
    })
    return context.body(body, 200, {
      'content-type': contentType,
      'content-disposition': `attachment; filename="latchkey-export${extension}"`,
    })
  })

  app.get('/v1/health', async (context) => {
    const { size: entries } = queue.head()
    if (!queue.accepts()) return context.json({ status: 'stopped', entries }, 503, { 'retry-after': '30' })
    try {
      return context.json({ status: 'ok', entries: (await head()).size })
    } catch (error) {
      if (!options.isPassing(error)) throw error
      return context.json({ status: 'store out of reach', entries }, 503, { 'retry-after': '1' })
    }
  })

  // Exact totals of all tenants together: for whoever may see them all, and for this machine's own monitor (F8).
  app.get('/v1/metrics', async (context) => {
    const holder = await holderOf(bearerOf(context.req.raw))
    if (!(holder?.may('see') && holder.sites === null) && !isOwnMonitor(context))
      return unauthorised(context, 'authorization: expected a token that may see every site')
    const text = metrics.text({
      entries: queue.head().size,
      waiting: queue.waiting(),
      accepting: queue.accepts(),
      wipeDue: queue.wipeDue(),
    })
    return context.body(text, 200, {
      'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
    })
  })

  const pages = dashboard({ ...options, ...options.dashboard, limit: network.work })
  app.route('/', pages.routes)
  if (base) root.get(`${base}/`, pages.home)

  /** The newest checkpoint, whichever process made it. */
  async function head(): Promise<Head> {
    return (await read.head()) ?? queue.head()
  }

  async function commit<Answer>(context: Context<Env>, job: Job<Answer>) {
    const done = await queue.run(job)
    if (done.ok) return done
    const problem = done.reason === 'busy' ? 'ledger: busy, try again' : 'ledger: not taking records'
    return refuse(context, 503, problem, done.reason === 'busy' ? 1 : 30)
  }

  return root
}

/** Whether the request comes from a page of the host that it was sent to. */
function isOwnPage({ req }: Context<Env>): boolean {
  const origin = req.header('origin') ?? ''
  return URL.canParse(origin) && new URL(origin).host === (req.header('host') ?? new URL(req.url).host)
}

/** Whether a request was made on this machine and came through no proxy, as far as anybody says. */
function isOwnMonitor({ env, req }: Context<Env>): boolean {
  const { address = null } = env?.peer ?? {}
  return (
    address !== null &&
    isThisMachine(address) &&
    !['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some((name) => req.header(name) !== undefined)
  )
}

function refuse(context: Context<Env>, status: Status, problem: string, retryAfter?: number): Response {
  return context.json({ problem }, status, retryAfter ? { 'retry-after': String(retryAfter) } : {})
}

/** Whether the merchant's own server stands behind a request for this site (threat model F5). */
function attests(holder: Holder | null, site: string): boolean {
  return holder?.may('append') === true && (holder.sites === null || holder.sites.includes(site))
}

function unauthorised(context: Context<Env>, problem: string): Response {
  return context.json({ problem }, 401, { 'www-authenticate': 'Bearer' })
}
