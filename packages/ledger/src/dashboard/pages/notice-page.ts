import { fromUtf8 } from '@latchkey/log'
import type { Desk } from '../desk.ts'
import { html } from '../html.ts'
import { noticeView } from '../notice-view.ts'

/** The words of a notice, for whoever sees how people answered them. They name nobody. */
export function noticePage(desk: Desk): void {
  desk.get('/', '/notice/:digest{[\\w.:+%-]{1,64}}', async (context, session) => {
    const digest = context.req.param('digest') ?? ''
    const { sites } = session.holder
    // Another tenant's words are none of theirs (threat model F8).
    const theirs = sites === null || (await desk.read.isCounted(digest, sites))
    const stored = theirs ? await desk.read.document(digest) : null
    const text = stored && fromUtf8(stored.document)
    const body = html`<h1>Words on the screen</h1>
<p class="soft small">Version <code>${digest}</code>: the SHA-256 of what follows, as browsers sent it.</p>
${noticeView(text)}`
    return desk.answer(context, session, { title: 'Words', body }, text === null ? 404 : 200)
  })
}
