import { bytesToHex, sha256 } from '@latchkey/log'
import { type Context, Hono } from 'hono'
import { noteAccess } from '../access/note-access.ts'
import { bearerOf } from '../access/subject.ts'
import type { Holder } from '../access/tokens.ts'
import type { Peer } from '../create-ledger.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { LogReader } from '../store/store.ts'
import { isTheirs } from './document-sites.ts'
import { documentProblem, documentSentences, MAX_DOCUMENT } from './document-text.ts'
import { keepDocument } from './keep-document.ts'
import { readBytes } from './read-body.ts'

type Env = { Bindings: { peer: Peer } }

export interface DocumentsOptions {
  readonly read: LogReader
  readonly queue: CommitQueue
  readonly holderOf: (token: string | null) => Promise<Holder | null>
  readonly now: () => number
  /** Seconds that this client has to wait; 0: none. */
  readonly limit: (context: Context<Env>) => number
}

const DIGEST = ':digest{[0-9a-f]{64}}'

/**
 * Documents under their SHA-256: notices, configurations, tables of law, builds. Registering one is for roles that append
 * or manage; reading, for those that read. A document is its sites': those that it was registered for and those whose
 * records name it (threat model F8). `?as=` says which policy or build of records it belongs to (RE-4).
 */
export function documents({ read, queue, holderOf, now, limit }: DocumentsOptions): Hono<Env> {
  const app = new Hono<Env>()

  app.use(async (context, next) => {
    const wait = limit(context)
    if (wait)
      return context.json({ problem: 'network: too many requests' }, 429, { 'retry-after': String(wait) })
    await next()
  })

  app.put(`/${DIGEST}`, async (context) => {
    const holder = await holderOf(bearerOf(context.req.raw))
    if (!holder?.may('append') && !holder?.may('manage'))
      return unauthorised(context, 'authorization: expected a token that may append')
    // A token for all sites says whose document it is; else it is only theirs who see everything.
    const sites = holder.sites ?? context.req.queries('site') ?? []
    const { as: name, file = '' } = context.req.query()
    if (name === undefined && file) return context.json({ problem: 'as: expected beside file' }, 400)
    const sent = await readBytes(context.req.raw, MAX_DOCUMENT)
    if (sent === 'torn') return context.json({ problem: 'body: expected all of it' }, 400)
    if (sent === 'long') return context.json({ problem: documentSentences.long }, 413)
    const problem = documentProblem(sent)
    if (problem !== null) return context.json({ problem: documentSentences[problem] }, 400)
    const digest = context.req.param('digest')
    if (bytesToHex(sha256(sent)) !== digest)
      return context.json({ problem: 'digest: expected the SHA-256 of the document' }, 400)
    const under = name === undefined ? null : { name, file }
    const done = await queue.run(keepDocument({ holder, sites, digest, document: sent, under, now }))
    if (!done.ok) return busy(context, done.reason)
    if ('problem' in done.answer) return context.json(done.answer, 400)
    const { status } = done.answer
    // A name with a plus that was not encoded came as another: the sender can see it.
    return context.json({ digest, status, ...(under && { as: under.name }) }, status === 'stored' ? 201 : 200)
  })

  app.get(`/${DIGEST}`, async (context) => {
    const holder = await holderOf(bearerOf(context.req.raw))
    if (!holder?.may('read')) return unauthorised(context, 'authorization: expected a token that may read')
    const digest = context.req.param('digest')
    const noted = await queue.run(
      noteAccess({ at: now(), who: holder.name, what: 'read a document', entries: 1 }),
    )
    if (!noted.ok) return busy(context, noted.reason)
    const stored = (await isTheirs(read, digest, holder.sites)) ? await read.document(digest) : null
    // The same answer for what is not there and what is another tenant's (threat model F8).
    if (!stored) return context.json({ problem: 'document: not here' }, 404)
    return context.body(Uint8Array.from(stored.document), 200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  return app
}

function busy(context: Context<Env>, reason: 'busy' | 'stopped'): Response {
  const wait = reason === 'busy' ? '1' : '30'
  return context.json({ problem: 'ledger: busy, try again' }, 503, { 'retry-after': wait })
}

function unauthorised(context: Context<Env>, problem: string): Response {
  return context.json({ problem }, 401, { 'www-authenticate': 'Bearer' })
}
