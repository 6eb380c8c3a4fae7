import type { ConsentRecord } from '@latchkey/record'
import { foreign, type Html, html } from './html.ts'
import { timeInWords } from './words.ts'

const events: Readonly<Record<ConsentRecord['event'], string>> = {
  shown: 'Words were shown',
  decided: 'Decided',
  signalled: 'Opt-out signal of the browser',
  imported: 'Taken over from another tool',
}

const ways: Readonly<Record<ConsentRecord['via'], string>> = {
  banner: 'on the banner',
  preferences: 'in the preferences',
  placeholder: 'on a tile in place of a frame',
  card: 'on a card, when it was used',
  api: 'by the site’s own code',
  signal: 'by the browser',
  imported: 'in another tool',
}

/** What happened, in a few words. */
export function eventInWords({ event, via, choices, withdrawn }: ConsentRecord): string {
  const answers = Object.entries(choices).map(([purpose, answer]) => `${purpose} ${answer}`)
  return [
    `${events[event]} ${event === 'signalled' || event === 'imported' ? '' : ways[via]}`.trim(),
    ...answers,
    ...(withdrawn.length ? [`withdrawn: ${withdrawn.join(', ')}`] : []),
  ].join('; ')
}

/** A record's fields, in words. */
export function decisionView(record: ConsentRecord, received: number, assurance: string): Html {
  const { event, via, choices, withdrawn, trusted, gpc } = record
  const answers = Object.entries(choices)
  const row = (name: string, value: Html | string) => html`<dt>${name}</dt><dd>${value}</dd>`
  return html`<dl>
${row('What happened', `${events[event]}, ${ways[via]}`)}
${row('Answers', answers.length ? html`${answers.map(([purpose, answer]) => html`<div>${foreign(purpose)}: <strong>${answer}</strong></div>`)}` : 'none in this record')}
${row('Taken back by it', withdrawn.length ? foreign(withdrawn.join(', ')) : 'nothing')}
${row('Arrived here', `${timeInWords(received)}, by the ledger’s clock`)}
${row('Browser’s time', html`${timeInWords(record.at)}, by the browser’s clock, which may be wrong`)}
${row('By a press', event !== 'decided' ? 'does not apply' : trusted ? 'yes, the browser vouched for it' : 'no: the site’s own code, or a privacy tool')}
${row('Vouched for by', assurance === 'attested' ? 'the holder of the subject’s secret, and the shop’s own server' : 'the holder of the subject’s secret')}
${row('Site', foreign(record.site))}
${row('Rules', html`${foreign(record.regime)}, for ${foreign(record.place)} (${sources[record.placeBy]})`)}
${row('Opt-out signal', gpc === null ? 'the browser does not say' : gpc ? 'on' : 'off')}
${row('Language', foreign(record.locale))}
${row('Policy', foreign(record.policy))}
${row('Legal table', html`<code>${record.table ?? 'none'}</code>`)}
${row('Build that showed it', html`<code>${record.ui}</code>`)}
${row('Record', html`<code>${record.id}</code>`)}
</dl>`
}

const sources: Readonly<Record<ConsentRecord['placeBy'], string>> = {
  config: 'set by the site',
  server: 'told by the server',
  guess: 'guessed from the browser’s settings',
  unknown: 'unknown',
}
