import type { Context } from 'hono'
import { dayOf } from '../../counts/counts-of.ts'
import { OTHER } from '../../counts/known-values.ts'
import type { Measure } from '../../counts/measures.ts'
import { readSums } from '../../counts/read-sums.ts'
import { countsFrom, type Dimension, dimensions, type Shown, STEP, shownCounts } from '../../counts/shown.ts'
import { dayBars, shareBar } from '../chart.ts'
import type { Desk, Env } from '../desk.ts'
import { few } from '../few.ts'
import { type Html, html } from '../html.ts'
import { isTheirs } from '../places.ts'
import type { Session } from '../session.ts'
import { table } from '../table.ts'
import { dayInWords, languageInWords, otherOr, shownNumber } from '../words.ts'
import { chooser, filterOf, periodOf } from './overview-chooser.ts'
import { ENOUGH, purposes } from './overview-purposes.ts'

const DAY = 86_400_000

/** How people answered: by day, purpose, regime, language and words. */
export async function overview(desk: Desk, context: Context<Env>, session: Session): Promise<Response> {
  const { base, read, now } = desk
  const { holder } = session
  const length = periodOf(context.req.query('days'))
  const to = dayOf(now())
  const from = dayOf(now() - (length - 1) * DAY)
  const counted = await read.countedSites(countsFrom(from), to, holder.sites)
  const sites = counted.filter((site) => site !== '' && isTheirs(holder, site))
  const site = sites.find((name) => name === context.req.query('site')) ?? null
  const query = { from, to, sites: site === null ? holder.sites : [site] }
  const whole = shownCounts(await readSums(read, { ...query, by: dimensions }), query)
  const filter = filterOf(whole, (name) => context.req.query(name))
  const shown =
    Object.keys(filter).length === 0
      ? whole
      : shownCounts(await readSums(read, { ...query, by: dimensions, where: filter }), query)
  const body = html`<h1>Overview</h1>
<p>How people answered from <strong>${dayInWords(from)}</strong> to <strong>${dayInWords(to)}</strong>. Days begin at midnight UTC, by the ledger’s clock.</p>
${chooser({ base, length, sites, site, whole, filter })}
${counted.length === 0 ? empty() : answers({ base, shown })}`
  return desk.answer(context, session, { title: 'Overview', here: '/', body, wide: true })
}

function empty(): Html {
  return html`<div class="card"><h2>Nothing has been counted yet</h2>
<p>Numbers appear here as soon as a shop sends its first records. To connect one, put <code>data-records</code> with this ledger’s address on the shop’s script tag, open the shop and answer the question.</p></div>`
}

function answers({ base, shown }: { readonly base: string; readonly shown: Shown }): Html {
  const decided = shown.total('decided')
  const tile = (title: string, measure: Measure, hint: string, of = 0) => {
    const n = shown.total(measure)
    const share = of >= ENOUGH && n >= STEP ? ` · ${Math.round((n / of) * 100)} % of answers` : ''
    return html`<li class="card"><h2>${title}</h2><div class="n${n < STEP ? ' few' : ''}">${shownNumber(n)}</div>
<p class="soft small">${hint}${share}</p>${dayBars(shown.days, shown.byDay(measure), title)}</li>`
  }
  return html`<ul class="tiles">
${tile('Asked', 'asked', 'A banner was on the screen')}
${tile('Answers', 'decided', 'Somebody decided something')}
${tile('Accepted all', 'accepted', 'Everything granted', decided)}
${tile('Refused all', 'refused', 'Everything denied', decided)}
${tile('Chose some', 'custom', 'Some granted, some denied', decided)}
${tile('Withdrawn', 'withdrawn', 'Uses of data taken back')}
${tile('Regret', 'regretted', 'Taken back within 7 days of the grant')}
${tile('Opt-out signal', 'signalled', 'The browser’s signal turned something off')}
</ul>
<div class="note"><p><strong>How to read the numbers.</strong> They are rounded down to steps of ${STEP}, and what is left over counts for the following day; below ${STEP} they are hidden. So nobody can be singled out, not even by taking numbers from each other. Lists leave out what is below ${STEP} everywhere.</p>
<p>People who leave the question open send nothing, so they are in no number here. «Asked» counts the banners that were answered.</p></div>
<details><summary>Table of days</summary>${dayTable(shown)}</details>
<h2>By purpose</h2>${purposes(shown)}
<h2>By legal regime</h2>${byTable({ shown, dimension: 'regime', head: 'Regime', title: 'Legal regimes', name: (value) => html`<bdi>${otherOr(value)}</bdi>` })}
<h2>By language</h2>${byTable({ shown, dimension: 'locale', head: 'Language', title: 'Languages', name: (value) => html`<bdi>${otherOr(value, languageInWords(value))}</bdi>` })}
<h2>By version of the words</h2>${byTable({
    shown,
    dimension: 'notice',
    head: 'Words',
    title: 'Versions of the words',
    name: (digest) =>
      digest === OTHER
        ? html`All others`
        : html`<a class="code" href="${base}/notice/${encodeURIComponent(digest)}">${digest.slice(0, 12)}</a>`,
  })}
<h2>Also counted</h2>${others(shown)}`
}

const columns: readonly (readonly [Measure, string])[] = [
  ['asked', 'Asked'],
  ['decided', 'Answers'],
  ['accepted', 'Accepted all'],
  ['refused', 'Refused all'],
  ['custom', 'Chose some'],
  ['withdrawn', 'Withdrawn'],
  ['regretted', 'Regret'],
  ['signalled', 'Opt-out signal'],
]

function dayTable(shown: Shown): Html {
  const series = columns.map(([measure]) => shown.byDay(measure))
  return table({
    caption: 'Every day of the period, newest first (UTC)',
    head: ['Day', ...columns.map(([, title]) => title)],
    rows: shown.days
      .map((day, index) => [
        html`${dayInWords(day)}`,
        ...series.map((numbers) => html`${shownNumber(numbers[index] ?? 0)}`),
      ])
      .reverse(),
    numbers: true,
  })
}

interface ByOptions {
  readonly shown: Shown
  readonly dimension: Dimension
  readonly head: string
  readonly title: string
  readonly name: (value: string) => Html
}

function byTable({ shown, dimension, head, title, name }: ByOptions): Html {
  const list = shown.values(dimension, ['decided', ...columns.map(([measure]) => measure)])
  if (list.length === 0) return few(head.toLowerCase())
  const most = Math.max(...list.map((value) => shown.total('decided', { [dimension]: value })), 1)
  return table({
    caption: `${title}, most answers first`,
    head: [head, ...columns.map(([, title]) => title)],
    rows: list.map((value) => [
      name(value),
      ...columns.map(([measure]) => {
        const n = shown.total(measure, { [dimension]: value })
        const bar = measure === 'decided' && n >= STEP ? shareBar(n, most) : null
        return html`${bar}${shownNumber(n)}`
      }),
    ]),
    numbers: true,
  })
}

function others(shown: Shown): Html {
  const row = (what: string, measure: Measure) => [html`${what}`, html`${shownNumber(shown.total(measure))}`]
  return table({
    caption: 'In the same period',
    head: ['What', 'How often'],
    rows: [
      row('Asked in browsers that send the opt-out signal (Global Privacy Control)', 'asked-gpc'),
      row('Preferences were on the screen', 'opened'),
      row('Asked on use: a card or a tile was on the screen', 'asked-on-use'),
      row('Started on use: granted on a card or a tile', 'started-on-use'),
      row('Answers without a press: the site’s own code, or a privacy tool', 'untrusted'),
      row('Answers taken over from another tool', 'imported'),
    ],
    numbers: true,
  })
}
