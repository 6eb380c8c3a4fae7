import { parseCheckpoint, parseNote } from '@latchkey/log'
import { dayOf } from '../../counts/counts-of.ts'
import { readSums } from '../../counts/read-sums.ts'
import { shownCounts } from '../../counts/shown.ts'
import type { Delivery } from '../delivery-watch.ts'
import type { Desk } from '../desk.ts'
import { timeOfEntry } from '../entry-range.ts'
import { type Html, html } from '../html.ts'
import { table } from '../table.ts'
import { dayInWords, durationInWords, numberOf, plural, shownNumber, timeInWords } from '../words.ts'

/** Whether records arrive and are kept. */
export function delivery(desk: Desk): void {
  const { queue, read, kept, now } = desk
  desk.get('/delivery', '/delivery', async (context, session) => {
    const head = await desk.head()
    // The newest checkpoint is as old as the newest entry.
    const newest = head.size > 0 ? await timeOfEntry(read, head.size - 1) : null
    const accepting = queue.accepts()
    // The copy may lie on another machine; its being away is what this page is for.
    const copy = await (kept?.read().catch(() => undefined) ?? null)
    const from = dayOf(now() - 27 * 86_400_000)
    const to = dayOf(now())
    const sums = await readSums(read, { from, to, sites: session.holder.sites, by: [] })
    const clocks = shownCounts(sums, { from, to })
    const body = html`<h1>Delivery</h1>
<p>Whether records arrive and are kept. As of ${timeInWords(now())}. <a href="${desk.base}/delivery">Look again</a></p>
<div class="card"><h2>Now</h2><dl>
<dt>Taking records</dt><dd>${accepting ? html`<span class="good">Yes</span>` : html`<span class="bad-word">No.</span> Tell whoever runs the ledger: a commit failed, or it is stopping.`}</dd>
<dt>Waiting for the disk</dt><dd>${plural(queue.waiting(), 'request')}</dd>
<dt>Entries in the log</dt><dd>${numberOf(head.size)}</dd>
<dt>Newest checkpoint</dt><dd>${
      newest === null
        ? 'The log is empty: its checkpoint covers nothing yet.'
        : `covers all ${numberOf(head.size)} entries; made ${durationInWords(now() - newest)} ago, ${timeInWords(newest)}`
    }</dd>
<dt>Copy kept outside</dt><dd>${copyInWords(copy, head.size)}</dd></dl></div>
<h2>The last hour</h2>${lastHour(desk.delivery(), now())}
<h2>Clocks</h2><p>The time that browsers gave, beside the time of arrival here, from ${dayInWords(from)} to ${dayInWords(to)} (UTC). Late is normal for records that waited in a browser without a network; early means that a browser’s clock is wrong. The ledger’s own clock counts.</p>
${table({
  caption: 'Records by the distance between the clocks (rounded down to steps of 20)',
  head: ['Distance', 'Records'],
  rows: [
    [html`At most a minute`, html`${shownNumber(clocks.total('clock-close'))}`],
    [
      html`Arrived more than a minute after the browser’s time`,
      html`${shownNumber(clocks.total('clock-behind'))}`,
    ],
    [
      html`The browser’s time was more than a minute ahead`,
      html`${shownNumber(clocks.total('clock-ahead'))}`,
    ],
  ],
  numbers: true,
})}`
    return desk.answer(context, session, { title: 'Delivery', here: '/delivery', body, wide: true })
  })
}

function lastHour({ since, minutes }: Delivery, now: number): Html {
  if (minutes.length === 0) {
    return html`<p class="soft">Nothing has arrived since ${timeInWords(Math.max(since, now - 3_600_000))}. If shops are open, answer the question in one of them and look again.</p>`
  }
  return html`<p>In this process, which has been counting since ${timeInWords(since)}. «Conflict»: the record’s id was taken by another one. «Rejected»: the record could not be read.</p>${table(
    {
      caption: 'Minutes in which something arrived, newest first (UTC)',
      head: ['Minute', 'Stored', 'Already there', 'Conflict', 'Rejected', 'Commits', 'Mean time', 'Slowest'],
      rows: minutes
        .map(({ at, records, commits, spent, slowest }) => [
          html`${timeInWords(at).slice(0, -7)} UTC`,
          ...[records.stored, records.duplicate, records.conflict, records.rejected, commits].map(
            (n) => html`${numberOf(n)}`,
          ),
          html`${commits ? `${(spent / commits).toFixed(1)} ms` : '–'}`,
          html`${commits ? `${slowest.toFixed(1)} ms` : '–'}`,
        ])
        .reverse(),
      numbers: true,
    },
  )}`
}

function copyInWords(copy: string | null | undefined, size: number): Html {
  if (copy === undefined)
    return html`<span class="bad-word">Cannot be read.</span> Without it nobody notices if the database is set back.`
  if (copy === null) return html`None is set up. Without one nobody notices if the database is set back.`
  const there = parseCheckpoint(parseNote(copy)?.text ?? '')?.size
  if (there === undefined) return html`<span class="bad-word">There, but it is no checkpoint.</span>`
  if (there >= size) return html`<span class="good">Up to date</span>`
  return html`covers ${numberOf(there)} of ${numberOf(size)} entries`
}
