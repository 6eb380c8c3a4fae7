import type { Shown } from '../../counts/shown.ts'
import { type Html, html } from '../html.ts'
import { languageInWords, otherOr } from '../words.ts'

const periods = [7, 28, 91, 365] as const

/** What numbers may be narrowed to, one by one or together: a place's rules, a language, a version of the words. */
const narrowed = [
  { name: 'regime', label: 'Regime', all: 'All regimes', words: (value: string) => value },
  { name: 'locale', label: 'Language', all: 'All languages', words: languageInWords },
  { name: 'notice', label: 'Words', all: 'All words', words: (digest: string) => digest.slice(0, 12) },
] as const

export type Filter = { readonly [N in (typeof narrowed)[number]['name']]?: string }

/** The period asked for, in days. */
export function periodOf(asked: string | undefined): number {
  return periods.find((days) => days === Number(asked)) ?? 28
}

/** What was asked for, as far as it is shown: whoever asks for anything else learns nothing of it. */
export function filterOf(whole: Shown, asked: (name: string) => string | undefined): Filter {
  const chosen = narrowed.flatMap(({ name }) => {
    const value = shownValues(whole, name).find((one) => one === asked(name))
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(chosen)
}

interface ChooserOptions {
  readonly base: string
  readonly length: number
  readonly sites: readonly string[]
  readonly site: string | null
  /** Numbers that nothing narrows. */
  readonly whole: Shown
  readonly filter: Filter
}

export function chooser({ base, length, sites, site, whole, filter }: ChooserOptions): Html {
  const choice = (name: string, label: string, options: readonly Html[]) =>
    html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${options}</select></div>`
  const option = (value: string | number, text: string, chosen: boolean) =>
    html`<option value="${value}"${chosen ? html` selected` : null}>${text}</option>`
  return html`<form class="row" method="get" action="${base}/">
${choice(
  'days',
  'Period',
  periods.map((days) => option(days, `Last ${days} days`, days === length)),
)}
${
  sites.length > 1
    ? choice('site', 'Site', [
        option('', 'All sites', site === null),
        ...sites.map((name) => option(name, name, name === site)),
      ])
    : null
}
${narrowed.map(({ name, label, all, words }) => {
  const values = shownValues(whole, name)
  const isChosen = filter[name] !== undefined
  return values.length < 2 && !isChosen
    ? null
    : choice(name, label, [
        option('', all, !isChosen),
        ...values.map((value) => option(value, otherOr(value, words(value)), value === filter[name])),
      ])
})}
<div><button class="quiet">Show</button></div></form>`
}

function shownValues(whole: Shown, name: (typeof narrowed)[number]['name']): readonly string[] {
  return whole.values(name, ['decided', 'asked'])
}
