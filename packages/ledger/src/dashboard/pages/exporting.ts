import type { Context } from 'hono'
import { EXPORT_FORMATS, exportFile } from '../../export/export-file.ts'
import type { Desk, Env } from '../desk.ts'
import { rangeOfDays } from '../entry-range.ts'
import { type Html, html } from '../html.ts'
import type { Session } from '../session.ts'
import { plural } from '../words.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

const FORMATS = [
  ['jsonl', 'JSON Lines with proofs: for auditors, can be verified'],
  ['csv', 'CSV: for a spreadsheet'],
  ['27560', 'ISO/IEC TS 27560: consent records as JSON-LD'],
  ['27560-receipt', 'ISO/IEC TS 27560: receipts for shoppers, with the words that were shown'],
  ['ocsf', 'OCSF: for a SIEM'],
  ['ecs', 'ECS: for Elastic'],
  ['cef', 'CEF: for ArcSight and others'],
  ['otlp', 'OTLP: OpenTelemetry logs'],
] as const

/** Downloads for auditors and other tools. */
export function exporting(desk: Desk): void {
  const { base, read, vault, verifier, onEvent } = desk

  const show = (context: Context<Env>, session: Session, problem: string | null) =>
    desk.answer(
      context,
      session,
      { title: 'Export', here: '/export', body: exportForm(base, session, problem) },
      problem === null ? 200 : 400,
    )

  desk.get('/export', '/export', (context, session) => show(context, session, null))

  desk.get('/export', '/export/file', async (context, session) => {
    const { from = '', to = '', format = 'jsonl' } = context.req.query()
    if (!EXPORT_FORMATS.includes(format)) return show(context, session, 'Choose one of the formats.')
    const days = [from, to].filter(Boolean)
    if (days.some((day) => !DAY.test(day) || Number.isNaN(Date.parse(day))))
      return show(context, session, 'Choose days of the calendar, or leave them empty.')
    if (from && to && from > to) return show(context, session, 'The first day comes after the last one.')
    const head = await desk.head()
    const range = await rangeOfDays(read, head.size, { from, to })
    const { holder } = session
    const entries = range.to - range.from
    if (entries === 0 && days.length)
      return show(context, session, 'Nothing arrived on these days. Choose others, or leave them empty.')
    const refused = await desk.note(context, session, 'export', entries)
    if (refused) return refused
    onEvent({ event: 'exported', entries })
    const reveal = holder.may('read') ? { sites: holder.sites } : null
    const { body, contentType, extension } = exportFile({
      ...{ reader: read, vault, verifier, head, range, reveal, format, base },
      controller: desk.controller,
    })
    const name = ['latchkey-export', ...(days.length ? [days.join('-to-')] : [])].join('-')
    return context.body(body, 200, {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}${extension}"`,
    })
  })
}

function exportForm(base: string, { holder }: Session, problem: string | null): Html {
  const sees = !holder.may('read')
    ? 'Your token is an auditor’s: the export proves the log, and records stay closed in it.'
    : holder.sites
      ? `Records of ${plural(holder.sites.length, 'site')} are open in it; those of other sites are there, but closed.`
      : 'All records are open in it.'
  return html`<h1>Export</h1>
<p>The log as a file, with everything that proves it. ${sees} That you exported, and how much, is written down.</p>
${problem ? html`<div class="note bad" role="alert"><p>${problem}</p></div>` : null}
<section class="card"><form class="stack" method="get" action="${base}/export/file">
<div><label for="format">Format</label><select id="format" name="format" aria-describedby="format-hint">${FORMATS.map(([id, title]) => html`<option value="${id}">${title}</option>`)}</select><p class="hint" id="format-hint">The first one carries the proofs. The others say where each record’s proof is.</p></div>
<div><label for="from">First day (UTC)</label><input id="from" name="from" type="date" aria-describedby="from-hint"><p class="hint" id="from-hint">By the day of arrival. Leave both empty for the whole log.</p></div>
<div><label for="to">Last day (UTC)</label><input id="to" name="to" type="date"></div>
<div><button>Download</button></div></form></section>
<p>Check the file on another machine with <code>latchkey verify</code>, the public key and a checkpoint that you have kept. An export of some days needs <code>--partial</code>.</p>`
}
