import type { Context } from 'hono'
import { noteAccess } from '../../access/note-access.ts'
import { subjectsOf } from '../../access/subject.ts'
import { type ErasureResult, eraseSubject } from '../../records/erase-subject.ts'
import type { LogReader, StoredRecord } from '../../store/store.ts'
import type { Desk, Env } from '../desk.ts'
import { codeFrom, findRecords } from '../find-records.ts'
import { foreign, type Html, html } from '../html.ts'
import { formToken } from '../page.ts'
import { isTheirs } from '../places.ts'
import type { Session } from '../session.ts'
import { table } from '../table.ts'
import { codeOf, numberOf, plural, timeInWords } from '../words.ts'

const USE = 'erasure'
const HALF_AN_HOUR = 1_800_000
/** What has to be typed. */
const WORD = 'erase'

/** Erases what a person sent, by a receipt's code or the person's own secret, after showing what would go. */
export function erasure(desk: Desk): void {
  const { base, read, seal, now, vault, queue, onEvent } = desk

  const show = (context: Context<Env>, session: Session, body: Html, status?: 400 | 404) =>
    desk.answer(
      context,
      session,
      {
        title: 'Erasure',
        here: '/erasure',
        body: html`<h1>Erase a person’s records</h1>${body}`,
        wide: true,
      },
      status,
    )
  const ask = (context: Context<Env>, session: Session, code: string, problem: string | null) =>
    show(
      context,
      session,
      html`${problem ? html`<div class="note bad" role="alert"><p>${problem}</p></div>` : null}${askForm(desk, session, code)}`,
      problem ? 404 : undefined,
    )

  desk.get('/erasure', '/erasure', (context, session) =>
    ask(context, session, (context.req.query('code') ?? '').slice(0, 64), null),
  )

  desk.post('/erasure', '/erasure/look', async (context, session, fields) => {
    const typed = fields.get('code')?.trim() ?? ''
    const secret = fields.get('secret')?.trim() ?? ''
    const code = codeFrom(typed)
    const subjects = secret ? subjectsOf(secret) : code ? await subjectsByCode(desk, session, code) : null
    const records = subjects ? await recordsOf(read, session, subjects) : []
    const refused = await desk.note(context, session, 'looked what an erasure would take', records.length)
    if (refused) return refused
    if (!subjects || records.length === 0) {
      return ask(
        context,
        session,
        typed,
        'Nothing to erase was found. Check the code, or enter the whole id of a record. What is erased already, or belongs to a site that your token is not for, is not found either.',
      )
    }
    const plan = seal.seal(USE, JSON.stringify([subjects, session.id, now() + HALF_AN_HOUR]))
    return show(context, session, confirmView(desk, session, { plan, records, problem: null }))
  })

  desk.post('/erasure', '/erasure', async (context, session, fields) => {
    const plan = fields.get('plan') ?? ''
    const subjects = openPlan(plan, session)
    if (!subjects)
      return ask(context, session, '', 'It took too long, so nothing was erased. Please begin again.')
    const records = await recordsOf(read, session, subjects)
    if ((fields.get('word') ?? '').trim().toLowerCase() !== WORD) {
      const problem = `Nothing was erased: type the word ${WORD} to confirm.`
      return show(context, session, confirmView(desk, session, { plan, records, problem }), 400)
    }
    const { name } = session.holder
    const job = eraseSubject(subjects, { vault, now, sites: session.holder.sites })
    const done = await queue.run(async (commit) => {
      const finish = await job(commit)
      await noteAccess({ at: now(), who: name, what: 'erased a person’s records', entries: records.length })(
        commit,
      )
      return finish
    })
    if (!done.ok) return desk.busy(context, session)
    onEvent({ event: 'erased', entries: done.answer.erased })
    return show(context, session, doneView(base, done.answer))
  })

  function openPlan(plan: string, { id }: Session): readonly string[] | null {
    const opened = seal.open(USE, plan)
    if (opened === null) return null
    // What opens was written above.
    const [subjects, session, until] = JSON.parse(opened) as [string[], string, number]
    return session === id && until > now() ? subjects : null
  }
}

async function subjectsByCode({ read }: Desk, { holder }: Session, code: string) {
  const found = await findRecords(read, holder, code)
  const subjects = [...new Set(found.map(({ subject }) => subject))]
  // A code that means two people is asked for in full, lest the wrong one is forgotten.
  return subjects.length === 1 ? subjects : null
}

async function recordsOf(read: LogReader, { holder }: Session, subjects: readonly string[]) {
  const records = (await Promise.all(subjects.map((subject) => read.recordsOf(subject)))).flat()
  return records.filter(({ site }) => isTheirs(holder, site)).sort((a, b) => a.seq - b.seq)
}

function askForm(desk: Desk, session: Session, code: string): Html {
  return html`<p>For people who ask to be forgotten (GDPR, article 17). One record is enough to find everything that came from the same browser. You see what would go before anything goes.</p>
<section class="card"><form class="stack" method="post" action="${desk.base}/erasure/look">${formToken(desk.who(session))}
<div><label for="code">Receipt code</label><input id="code" name="code" value="${code}" maxlength="64" autocomplete="off" spellcheck="false" aria-describedby="code-hint"><p class="hint" id="code-hint">From the person’s own history in the shop, or from a receipt they sent you.</p></div>
<div><label for="secret">Or the person’s own secret</label><input id="secret" name="secret" maxlength="128" autocomplete="off" spellcheck="false" aria-describedby="secret-hint"><p class="hint" id="secret-hint">Only if they gave it to you: it stands in their browser’s storage. Leave it empty if you have a code.</p></div>
<div><button>Show what would go</button></div></form></section>`
}

interface ConfirmOptions {
  readonly plan: string
  readonly records: readonly StoredRecord[]
  readonly problem: string | null
}

function confirmView(desk: Desk, session: Session, { plan, records, problem }: ConfirmOptions): Html {
  return html`${problem ? html`<div class="note bad" role="alert"><p>${problem}</p></div>` : null}
<p>${plural(records.length, 'record')} from this browser would be erased, for good:</p>
${table({
  caption: 'What would go',
  head: ['Record', 'Site', 'Arrived', 'Entry'],
  rows: records
    .slice(0, 200)
    .map(({ id, site, received, seq }) => [
      html`<code>${codeOf(id)}</code>`,
      foreign(site),
      html`${timeInWords(received)}`,
      html`${numberOf(seq)}`,
    ]),
})}
<p>What they say is destroyed, with everything that ties it to the person; nobody can bring it back. The log keeps when something arrived at these places and that it was erased, which names no one, and everything else in it still verifies. The numbers of the overview stay as they are.</p>
<section class="card"><form class="stack" method="post" action="${desk.base}/erasure">${formToken(desk.who(session))}<input type="hidden" name="plan" value="${plan}">
<div><label for="word">Type the word ${WORD} to confirm</label><input id="word" name="word" required autocomplete="off" spellcheck="false"></div>
<div class="buttons"><button class="danger">Erase for good</button><a class="button quiet" href="${desk.base}/erasure">Cancel</a></div></form></section>`
}

function doneView(base: string, { erased, entries, checkpoint, pending }: ErasureResult): Html {
  return html`<div class="note" role="status"><p><strong>${plural(erased, 'record')} erased.</strong> ${
    entries.length
      ? html`The log says so in ${entries.length === 1 ? 'entry' : 'entries'} ${entries.map(numberOf).join(', ')}, without a name.`
      : 'There was nothing left to erase.'
  }</p></div>
<p>${
    pending
      ? 'Somebody is reading the database just now, so its journal still has traces. The ledger wipes them by itself when they have ended; in the metrics, latchkey_wipe_due then says 0. Tell the person only then that it is done.'
      : 'You can tell the person that it is done.'
  } For your own files, this is the checkpoint that covers the erasure:</p><pre>${checkpoint}</pre>
<p><a href="${base}/erasure">Erase another</a></p>`
}
