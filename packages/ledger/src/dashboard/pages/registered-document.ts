import { bytesToHex, fromUtf8, sha256 } from '@latchkey/log'
import type { Context } from 'hono'
import { type RegisteredDocument, registeredAs } from '../../records/registered.ts'
import type { StoredDocument } from '../../store/store.ts'
import type { Desk, Env } from '../desk.ts'
import { foreign, type Html, html } from '../html.ts'
import { isTheirs } from '../places.ts'
import type { Session } from '../session.ts'
import { timeInWords } from '../words.ts'

interface Found {
  readonly name: string
  /** Under which file names, and when. */
  readonly as: readonly RegisteredDocument[]
  readonly stored: StoredDocument
}

/** A document that was registered under the policy or the build of a record (RE-4): to read, and byte for byte. */
export function registeredDocument(desk: Desk): void {
  const { base, read } = desk

  /** `null`: not there, or another tenant's, or registered under another name (threat model F8). */
  const find = async (context: Context<Env>, { holder }: Session): Promise<Found | null> => {
    const { site = '', as: name = '', digest = '' } = context.req.query()
    if (!isTheirs(holder, site)) return null
    const all = await registeredAs(read, name, { site, everySite: holder.sites === null })
    const as = all.filter((one) => one.digest === digest)
    const stored = as.length > 0 ? await read.document(digest) : null
    return stored && { name, as, stored }
  }

  desk.get('/find', '/find/document', async (context, session) => {
    const refused = await desk.note(context, session, 'read a document', 1)
    if (refused) return refused
    const found = await find(context, session)
    if (!found) return desk.nothing(context, session)
    const { site = '', as = '', digest = '' } = context.req.query()
    const download = `${base}/find/document/text?${new URLSearchParams({ site, as, digest }).toString()}`
    const page = { title: 'Document', here: '/find', body: documentView(found, download), wide: true }
    return desk.answer(context, session, page)
  })

  desk.get('/find', '/find/document/text', async (context, session) => {
    const refused = await desk.note(context, session, 'downloaded a document', 1)
    if (refused) return refused
    const found = await find(context, session)
    if (!found) return desk.nothing(context, session)
    return context.body(Uint8Array.from(found.stored.document), 200, {
      'content-type': 'text/plain; charset=utf-8',
      // Never by the name that somebody gave it: a script of that name would run where it is opened (H1).
      'content-disposition': `attachment; filename="${found.stored.digest}.txt"`,
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })
}

function documentView({ name, as, stored: { digest, document } }: Found, download: string): Html {
  const isWhole = bytesToHex(sha256(document)) === digest
  return html`<h1>${foreign(as[0]?.file ?? '')}</h1>
<section class="card"><dl><dt>Registered under</dt><dd>${foreign(name)}</dd>
${as.map(({ file, registered }) => html`<dt>As ${foreign(file)}</dt><dd>${timeInWords(registered)}, by the ledger’s clock</dd>`)}
<dt>SHA-256</dt><dd><code>${digest}</code></dd></dl></section>
${isWhole ? null : html`<div class="note bad" role="status"><p><strong>This is not what was registered.</strong> The text below has another SHA-256. Tell whoever runs the ledger.</p></div>`}
<p class="buttons"><a class="button quiet" href="${download}" download>Download it byte for byte</a></p>
<pre dir="auto">
${fromUtf8(document) ?? ''}</pre>`
}
