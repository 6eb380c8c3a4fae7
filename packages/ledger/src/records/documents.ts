import { bytesToHex, fromUtf8, sha256, utf8 } from '@latchkey/log'
import { type Context, Hono } from 'hono'
import { bearerOf } from '../access/subject.ts'
import type { Holder } from '../access/tokens.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { LogReader } from '../store/store.ts'
import { readBytes } from './read-body.ts'

export interface DocumentsOptions {
  readonly read: LogReader
  readonly queue: CommitQueue
  readonly holderOf: (token: string | null) => Promise<Holder | null>
}

const MAX_DOCUMENT = 262_144
const DIGEST = ':digest{[0-9a-f]{64}}'

/**
 * Documents under their SHA-256: notices, configurations, tables of law, builds. Registering one is for roles that append
 * or manage; reading, for those that read. A digest cannot be guessed: whoever has one has it from a record, or has the
 * document.
 */
export function documents({ read, queue, holderOf }: DocumentsOptions): Hono {
  const app = new Hono()

  app.put(`/${DIGEST}`, async (context) => {
    const holder = await holderOf(bearerOf(context.req.raw))
    if (!holder?.may('append') && !holder?.may('manage'))
      return unauthorised(context, 'authorization: expected a token that may append')
    const sent = await readBytes(context.req.raw, MAX_DOCUMENT)
    if (sent === 'torn') return context.json({ problem: 'body: expected all of it' }, 400)
    if (sent === 'long') return context.json({ problem: 'document: expected at most 256 KiB' }, 413)
    const text = fromUtf8(sent)
    // It goes into exports as one line of JSON: what would blow up there is no document.
    if (text === null || hasControls(text))
      return context.json({ problem: 'document: expected text without control characters' }, 400)
    const digest = context.req.param('digest')
    if (bytesToHex(sha256(sent)) !== digest)
      return context.json({ problem: 'digest: expected the SHA-256 of the document' }, 400)
    const done = await queue.run(async ({ writer }) => {
      const added = await writer.addDocument({ digest, document: utf8(text), registered: true })
      return () => added
    })
    if (!done.ok) {
      const wait = done.reason === 'busy' ? '1' : '30'
      return context.json({ problem: 'ledger: busy, try again' }, 503, { 'retry-after': wait })
    }
    return context.json({ digest, status: done.answer ? 'stored' : 'duplicate' }, done.answer ? 201 : 200)
  })

  app.get(`/${DIGEST}`, async (context) => {
    const holder = await holderOf(bearerOf(context.req.raw))
    if (!holder?.may('read')) return unauthorised(context, 'authorization: expected a token that may read')
    const stored = await read.document(context.req.param('digest'))
    const mayRead = stored && (stored.registered || (await isNamedFor(read, stored.digest, holder.sites)))
    // The same answer for what is not there and what is another tenant's (threat model F8).
    if (!stored || !mayRead) return context.json({ problem: 'document: not here' }, 404)
    return context.body(Uint8Array.from(stored.document), 200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  return app
}

/** Whether records of these sites name a document that a browser handed in. */
async function isNamedFor(
  read: LogReader,
  digest: string,
  sites: readonly string[] | null,
): Promise<boolean> {
  if (sites === null) return true
  const head = await read.head()
  return (await read.documentsOf(0, head?.size ?? 0, sites)).includes(digest)
}

function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: tabs and line breaks are text, the rest is not
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)
}

function unauthorised(context: Context, problem: string): Response {
  return context.json({ problem }, 401, { 'www-authenticate': 'Bearer' })
}
