import { formatVkey } from '@latchkey/log'
import type { Context } from 'hono'
import { hashOfToken } from '../../access/tokens.ts'
import { type Desk, type Env, isFromUs } from '../desk.ts'
import { html } from '../html.ts'
import { answerPage } from '../page.ts'
import { placesOf } from '../places.ts'
import { readForm } from '../read-form.ts'

/** What the ledger says of itself to whoever opens its address, and the way in. */
export async function welcome(
  desk: Desk,
  context: Context<Env>,
  problem: string | null = null,
  status: 200 | 400 | 401 | 429 = 200,
): Promise<Response> {
  const { base, queue, verifier } = desk
  const { size, note } = await desk.head()
  const links = ['checkpoint', 'health', 'metrics'].map(
    (name) => html`<li><a href="${base}/v1/${name}">${name}</a></li>`,
  )
  const body = html`<h1>Consent ledger</h1>
<p>This ledger keeps the proofs of what people answered when a shop asked them for permission. ${queue.accepts() ? 'It is taking records.' : html`<span class="bad-word">It is not taking records.</span>`}</p>
<section class="card"><h2>Sign in</h2>
${problem ? html`<div class="note bad" role="alert"><p>${problem}</p></div>` : null}
<form class="stack" method="post" action="${base}/sign-in">
<div><label for="access">Your token</label><input id="access" name="access" type="password" autocomplete="current-password" required maxlength="256" aria-describedby="access-hint">
<p class="hint" id="access-hint">It begins with lk_. Whoever runs the ledger makes one for you. You stay signed in for 8 hours at most.</p></div>
<div><button>Sign in</button></div></form></section>
<section class="card"><h2>For everybody</h2>
<dl><dt>Log</dt><dd><bdi>${verifier.name}</bdi></dd><dt>Entries</dt><dd>${size}</dd><dt>Public key</dt><dd><code>${formatVkey(verifier)}</code></dd></dl>
<h3>Newest checkpoint</h3><pre>${note}</pre>
<p>Keep a copy of the key and of a checkpoint somewhere else: an export is verified against them.</p>
<ul>${links}</ul></section>`
  return answerPage(context, { base, title: 'Sign in', body }, status)
}

/** In with a token, out with a press. */
export function signIn(desk: Desk): void {
  const { base, routes, holderOf, limit } = desk
  routes.post('/sign-in', async (context) => {
    // There is no session yet that a form's own token could belong to: the browser's word on the origin has to do.
    if (!isFromUs(context)) return welcome(desk, context, 'Please sign in on this page.', 400)
    if (limit(context)) return welcome(desk, context, 'Too many tries. Wait a minute, then try again.', 429)
    const fields = await readForm(context.req.raw).catch(() => null)
    const token = fields?.get('access')?.trim() ?? ''
    const holder = await holderOf(token)
    if (!holder) return welcome(desk, context, 'This token opens nothing, or not any more.', 401)
    if (placesOf(holder).length === 0) {
      return welcome(desk, context, 'This token is for sending records. It opens no page here.', 401)
    }
    // The browser knows whether it came over https; behind a proxy that ends TLS we do not.
    const secure = (context.req.header('origin') ?? '').startsWith('https:')
    context.header('set-cookie', desk.startSession(hashOfToken(token), secure))
    return context.redirect(`${base}/`, 303)
  })
  desk.post('/', '/sign-out', async (context) => {
    for (const cookie of desk.endSession()) context.header('set-cookie', cookie, { append: true })
    return context.redirect(`${base}/`, 303)
  })
}
