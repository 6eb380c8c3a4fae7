import type { Desk } from '../desk.ts'
import { type Html, html } from '../html.ts'
import { formToken } from '../page.ts'
import { lastVerification, startVerification, type Verification } from '../verification.ts'
import { durationInWords, numberOf, plural, timeInWords } from '../words.ts'

/** Moves the bar; when the check has ended, the page is asked for again. Without script there is a link. */
const SCRIPT = `
const bar = document.querySelector('progress')
const say = document.querySelector('[data-say]')
const look = async () => {
  const answer = await fetch(bar.dataset.state).catch(() => null)
  const now = answer && answer.ok ? await answer.json() : null
  if (now && now.state !== 'running') return location.reload()
  if (now) { bar.value = now.done; say.textContent = now.words }
  setTimeout(look, 1000)
}
if (bar) setTimeout(look, 500)
`

/** The whole log, checked on a press. */
export function verify(desk: Desk): void {
  const { base } = desk

  desk.get('/verify', '/verify', async (context, session) => {
    const last = await lastVerification(desk)
    const running = last?.state === 'running'
    const body = html`<h1>Verify the log</h1>
<p>Checks every record against its entry, every entry against the signed tree, that only erased records are gone, and the tree against the copy of a checkpoint kept outside the database. Records are taken meanwhile.</p>
${last ? verdict(base, last) : html`<p class="soft">It has not been checked from here yet. Press the button: a small log takes seconds, a million entries some minutes.</p>`}
${
  running
    ? null
    : html`<form method="post" action="${base}/verify">${formToken(desk.who(session))}<button>Check now</button></form>`
}
<h2>What this means</h2>
<p>This ledger checks itself here, which finds damage and changes to the database. It cannot convince somebody who does not trust this server. They take an <a href="${base}/export">export</a> and check it with <code>latchkey verify</code> on a machine of their own, against the public key and a checkpoint that they have kept.</p>`
    return desk.answer(context, session, {
      title: 'Verify',
      here: '/verify',
      body,
      ...(running ? { script: SCRIPT } : {}),
    })
  })

  desk.get('/verify', '/verify/state', async (context) => {
    const last = await lastVerification(desk)
    return context.json(
      last
        ? { state: last.state, done: last.done, size: last.size, words: progressInWords(last) }
        : { state: 'none' },
    )
  })

  desk.post('/verify', '/verify', async (context, session) => {
    const run = await startVerification(desk, session.holder.name)
    if (!run) return desk.busy(context, session)
    // It never rejects in a way that anybody could still be told of: what becomes of it is written down.
    run.finished.catch(() => {})
    return context.redirect(`${base}/verify`, 303)
  })
}

function verdict(base: string, last: Verification): Html {
  const { state, by, began, at, size, kept, findings, found } = last
  const who = html`<p class="soft small">Begun ${timeInWords(began)} by <bdi>${by}</bdi>.</p>`
  if (state === 'running') {
    return html`<section class="card"><h2>Checking</h2><p><progress max="${Math.max(1, size)}" value="${last.done}" aria-label="Entries checked" data-state="${base}/verify/state"></progress></p>
<p data-say role="status">${progressInWords(last)}</p><noscript><p><a href="${base}/verify">Look again</a></p></noscript>${who}</section>`
  }
  if (state === 'broken off') {
    return html`<div class="note bad"><p><strong>The last check was broken off</strong>, by an erasure, a restart or a database out of reach. Nothing is known to be wrong. Press the button to check again.</p></div>${who}`
  }
  const took = `${timeInWords(at)}, after ${durationInWords(at - began)}`
  return state === 'holds'
    ? html`<div class="note"><p><strong class="good">The log holds.</strong> ${plural(size, 'entry', 'entries')} checked, done ${took}. ${kept ? 'It contains the tree of the checkpoint kept outside.' : 'No checkpoint is kept outside, so nobody would notice if the whole database had been set back.'}</p>${remarks(findings)}</div>${who}`
    : html`<div class="note bad"><p><strong class="bad-word">The log does not hold.</strong> ${plural(found, 'finding')}, done ${took}. Keep the database as it is, take an export, and tell whoever runs the ledger.</p>${remarks(findings)}</div>${who}`
}

function remarks(findings: readonly string[]): Html | null {
  return findings.length ? html`<ul>${findings.map((text) => html`<li>${text}</li>`)}</ul>` : null
}

function progressInWords({ done, size }: Verification): string {
  return `${numberOf(done)} of ${plural(size, 'entry', 'entries')} checked.`
}
