import { formatReceiptFile, formatVkey } from '@latchkey/log'
import type { Context } from 'hono'
import { consentReceipt } from '../../export/formats/dpv/iso-27560.ts'
import type { StoredRecord } from '../../store/store.ts'
import { type CheckedRecord, checkRecord, type Step } from '../check-record.ts'
import { decisionView, eventInWords } from '../decision-view.ts'
import type { Desk, Env } from '../desk.ts'
import { codeFrom, findRecords } from '../find-records.ts'
import { foreign, type Html, html } from '../html.ts'
import { noticeView } from '../notice-view.ts'
import { isTheirs } from '../places.ts'
import { readRegistered, registeredView } from '../registered-view.ts'
import type { Session } from '../session.ts'
import { type Link, subjectChain } from '../subject-chain.ts'
import { table } from '../table.ts'
import { codeOf, timeInWords } from '../words.ts'

/** A record by the code on a receipt: what was shown, what was said, and the proof. */
export function find(desk: Desk): void {
  const { base, read, vault, verifier, controller } = desk

  const show = (
    context: Context<Env>,
    session: Session,
    typed: string,
    below: Html | null,
    status?: 400 | 404,
  ) =>
    desk.answer(
      context,
      session,
      {
        title: 'Find',
        here: '/find',
        body: html`<h1>Find a record</h1>${searchForm(base, typed)}${below}`,
        wide: true,
      },
      status,
    )

  desk.get('/find', '/find', async (context, session) => {
    const typed = (context.req.query('code') ?? '').slice(0, 64)
    if (!typed) return show(context, session, '', null)
    const code = codeFrom(typed)
    if (code === null)
      return show(context, session, typed, note('A code has at least 8 of the digits 0–9 and a–f.'), 400)
    const found = await findRecords(read, session.holder, code)
    const refused = await desk.note(context, session, 'found records', found.length)
    if (refused) return refused
    const [only, ...more] = found
    if (!only) return show(context, session, typed, notThere(), 404)
    if (more.length) return show(context, session, typed, several(base, found))
    const head = await desk.head()
    const checked = await checkRecord(only, { read, vault, verifier, head })
    const chain = await subjectChain(read, vault, only.subject, (site) => isTheirs(session.holder, site))
    const mayErase = session.holder.may('erase')
    const registered = registeredView(base, await readRegistered(read, session.holder, checked))
    return show(context, session, typed, recordView({ base, checked, registered, chain, mayErase }))
  })

  /** A record to download, checked; `null` if it is not there, not theirs, or cannot be shown. */
  const download = async (
    context: Context<Env>,
    session: Session,
    file: (
      checked: CheckedRecord,
    ) => { readonly text: string; readonly type: string; readonly name: string } | null,
  ) => {
    const { site = '', id = '' } = context.req.query()
    const stored = isTheirs(session.holder, site) ? await read.recordById(site, id) : null
    if (!stored) return desk.nothing(context, session)
    const refused = await desk.note(context, session, 'downloaded a receipt', 1)
    if (refused) return refused
    const made = file(await checkRecord(stored, { read, vault, verifier, head: await desk.head() }))
    if (!made) return desk.nothing(context, session)
    return context.body(made.text, 200, {
      'content-type': `${made.type}; charset=utf-8`,
      'content-disposition': `attachment; filename="latchkey-receipt-${codeOf(stored.id)}.${made.name}"`,
    })
  }

  desk.get('/find', '/find/receipt', (context, session) =>
    download(context, session, ({ stored, text, salt, leaf, proof }) => {
      if (text === null || proof === null) return null
      const vkey = formatVkey(verifier)
      const file = formatReceiptFile([{ record: text, received: stored.received, salt, leaf, proof, vkey }])
      return { text: file, type: 'application/json', name: 'json' }
    }),
  )

  desk.get('/find', '/find/27560', (context, session) =>
    download(context, session, ({ stored: { seq, received, assurance }, text, record, leaf, notice }) => {
      if (text === null || record === null) return null
      const about = { origin: verifier.name, base, controller }
      const file = consentReceipt({ seq, received, assurance, record, text, leaf, notice }, about)
      return { text: file, type: 'application/ld+json', name: '27560.jsonld' }
    }),
  )
}

function searchForm(base: string, typed: string): Html {
  return html`<form class="row" method="get" action="${base}/find" role="search">
<div><label for="code">Receipt code</label><input id="code" name="code" value="${typed}" required maxlength="64" autocomplete="off" spellcheck="false" aria-describedby="code-hint"></div>
<div><button>Find</button></div></form>
<p class="hint" id="code-hint">The code that stands beside an answer in the shopper’s own history, like 0f8fad5b, or a record’s whole id. That you looked is written down; whom you found is not.</p>`
}

function notThere(): Html {
  return note(
    'No record has this code. Check it letter by letter. It may also have been erased, belong to a site that your token is not for, or still be waiting in the shopper’s browser. If you have the whole id, enter that.',
  )
}

function note(text: string): Html {
  return html`<div class="note bad" role="status"><p>${text}</p></div>`
}

function several(base: string, found: readonly StoredRecord[]): Html {
  return html`<p>Several records begin like this. Choose one:</p>${table({
    caption: 'Records that begin like this',
    head: ['Record', 'Site', 'Arrived'],
    rows: found
      .slice(0, 50)
      .map(({ id, site, received }) => [
        html`<a class="code" href="${base}/find?code=${encodeURIComponent(id)}">${id}</a>`,
        foreign(site),
        html`${timeInWords(received)}`,
      ]),
  })}`
}

interface ViewOptions {
  readonly base: string
  readonly checked: CheckedRecord
  /** The configuration and the build that were in force. */
  readonly registered: Html | null
  readonly chain: readonly Link[]
  readonly mayErase: boolean
}

function recordView({ base, checked, registered, chain, mayErase }: ViewOptions): Html {
  const { stored, record, notice, steps, text } = checked
  const { site, id, seq, received, assurance } = stored
  const all = steps.every(({ holds }) => holds !== false)
  const query = new URLSearchParams({ site, id }).toString()
  return html`<h2>Record <span class="code">${codeOf(id)}</span></h2>
<div class="note${all ? '' : ' bad'}" role="status"><p>${all ? html`<strong>The proof holds.</strong> This record arrived as it is shown here and has not been changed since.` : html`<strong>The proof does not hold.</strong> See below what fails, and tell whoever runs the ledger.`}</p></div>
<section class="card"><h2>What was decided</h2>${record ? decisionView(record, received, assurance) : html`<p>This record cannot be read.</p>`}</section>
<section class="card"><h2>What was on the screen</h2>${
    record?.notice === null
      ? html`<p>Nothing: the answer came ${record.via === 'api' ? 'from the site’s own code' : 'from a signal'}, not from a question.</p>`
      : noticeView(notice)
  }</section>
${registered}
<section class="card"><h2>The proof, step by step</h2><ol class="steps">${steps.map(stepView)}</ol>
<p class="buttons"><a class="button quiet" href="${base}/find/receipt?${query}" download>Download the record with its proof</a> <a class="button quiet" href="${base}/find/27560?${query}" download>Download the receipt after ISO/IEC TS 27560</a> <a class="button quiet" href="${base}/v1/receipts/${seq}" download="latchkey-${seq}.tlog-proof">Download the log’s proof alone</a></p>
<p class="hint">The first and the last can be checked without us: <code>latchkey verify</code>, or any tool that knows RFC 6962 and C2SP tlog-proof.</p></section>
<h2>Everything from this browser</h2>${chainView(base, stored, chain)}
<details><summary>The record, letter by letter</summary><pre dir="auto">${text ?? ''}</pre></details>
${mayErase ? html`<p><a class="button quiet" href="${base}/erasure?code=${encodeURIComponent(id)}">Erase this person’s records…</a></p>` : null}`
}

function stepView({ holds, what, detail }: Step): Html {
  const word =
    holds === null
      ? html`<span class="soft">Not checked:</span>`
      : holds
        ? html`<span class="good">Holds:</span>`
        : html`<span class="bad-word">Fails:</span>`
  return html`<li>${word} ${what}<div class="soft small code">${detail}</div></li>`
}

const links: Readonly<Record<Link['link'], string>> = {
  first: 'the first',
  follows: 'follows the one before',
  loose: 'the one before is not here',
}

function chainView(base: string, here: StoredRecord, chain: readonly Link[]): Html {
  return table({
    caption: 'In the browser’s own order. Each record names the one before by its SHA-256.',
    head: ['Nr', 'Arrived', 'What', 'Chain', 'Record'],
    rows: chain.map(({ stored, record, link }) => [
      html`${record?.n ?? '?'}`,
      html`${timeInWords(stored.received)}`,
      record ? foreign(eventInWords(record)) : html`cannot be read`,
      html`${links[link]}`,
      stored.seq === here.seq
        ? html`this one`
        : html`<a class="code" href="${base}/find?code=${encodeURIComponent(stored.id)}">${codeOf(stored.id)}</a>`,
    ]),
  })
}
