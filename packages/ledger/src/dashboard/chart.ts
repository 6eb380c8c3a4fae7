import { type Html, html } from './html.ts'
import { dayInWords, numberOf } from './words.ts'

/** Bars, one a day. The same numbers stand in the table of days, so readers hear a sentence instead of the bars. */
export function dayBars(days: readonly string[], numbers: readonly number[], what: string): Html {
  const top = Math.max(...numbers, 1)
  const width = 300
  const step = width / Math.max(1, days.length)
  const busiest = days[numbers.indexOf(top)]
  const label = busiest
    ? `${what} by day, at most ${numberOf(top)}, on ${dayInWords(busiest)}. The table of days has the numbers.`
    : `${what} by day: too few to draw.`
  const bars = numbers.map((n, index) => {
    const height = n ? Math.max(3, (n / top) * 58) : 1
    const x = (index * step).toFixed(2)
    const wide = Math.max(0.5, step - (step > 4 ? 1.5 : 0)).toFixed(2)
    return html`<rect class="${n ? '' : 'none'}" x="${x}" y="${(60 - height).toFixed(2)}" width="${wide}" height="${height.toFixed(2)}"></rect>`
  })
  return html`<svg class="days" viewBox="0 0 300 60" preserveAspectRatio="none" role="img" aria-label="${label}">${bars}</svg>`
}

/** A part of a whole, as a bar. The number stands beside it. */
export function shareBar(part: number, whole: number): Html {
  const width = whole > 0 ? Math.round((part / whole) * 100) : 0
  return html`<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="none" width="100" height="10"></rect><rect width="${width}" height="10"></rect></svg>`
}
