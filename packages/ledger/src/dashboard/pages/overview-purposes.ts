import type { Measure } from '../../counts/measures.ts'
import type { Shown } from '../../counts/shown.ts'
import { dayBars, shareBar } from '../chart.ts'
import { few } from '../few.ts'
import { type Html, html } from '../html.ts'
import { table } from '../table.ts'
import { dayInWords, otherOr, shownNumber } from '../words.ts'

/** From here on a rounded-down number is less than a tenth off, and a share of it means something. */
export const ENOUGH = 200
/** A panel has at most eight purposes (DP-12). */
const MOST_PLOTS = 8

/** What people said of each use of their data: in all, and day by day what they granted. */
export function purposes(shown: Shown): Html {
  const list = shown.values('purpose', ['granted', 'denied', 'withdrawn', 'regretted', 'started-on-use'])
  if (list.length === 0) return few('purpose')
  return html`${totals(shown, list)}
<ul class="tiles">${list.slice(0, MOST_PLOTS).map((purpose) => {
    const title = `Granted: ${otherOr(purpose)}`
    return html`<li class="card"><h3><bdi>${title}</bdi></h3>${dayBars(shown.days, shown.byDay('granted', { purpose }), title)}</li>`
  })}</ul>
<details><summary>Days by purpose, as a table</summary>${daysOf(shown, list.slice(0, MOST_PLOTS))}</details>`
}

function totals(shown: Shown, list: readonly string[]): Html {
  const n = (measure: Measure, purpose: string) => shown.total(measure, { purpose })
  return table({
    caption: 'What people said of each use of their data',
    head: ['Purpose', 'Granted', 'Denied', 'Share granted', 'Withdrawn', 'Regret', 'Started when used'],
    rows: list.map((purpose) => {
      const [granted, denied] = [n('granted', purpose), n('denied', purpose)]
      const whole = granted + denied
      const share =
        whole >= ENOUGH
          ? html`${shareBar(granted, whole)}${Math.round((granted / whole) * 100)} %`
          : html`too few`
      return [
        html`<bdi>${otherOr(purpose)}</bdi>`,
        html`${shownNumber(granted)}`,
        html`${shownNumber(denied)}`,
        share,
        html`${shownNumber(n('withdrawn', purpose))}`,
        html`${shownNumber(n('regretted', purpose))}`,
        html`${shownNumber(n('started-on-use', purpose))}`,
      ]
    }),
    numbers: true,
  })
}

function daysOf(shown: Shown, list: readonly string[]): Html {
  const series = list.map((purpose) => shown.byDay('granted', { purpose }))
  return table({
    caption: 'Granted on every day of the period, newest first (UTC)',
    head: ['Day', ...list.map((purpose) => otherOr(purpose))],
    rows: shown.days
      .map((day, index) => [
        html`${dayInWords(day)}`,
        ...series.map((numbers) => html`${shownNumber(numbers[index] ?? 0)}`),
      ])
      .reverse(),
    numbers: true,
  })
}
