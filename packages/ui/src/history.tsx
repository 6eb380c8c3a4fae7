/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { Button } from './controls.tsx'
import { Fragment, h } from './h.ts'
import type { HistoryEntry } from './options.ts'
import { purposeText, type View } from './view.ts'

/** What this device has decided so far, and the receipts to take away. */
export function History({ view }: { view: View }) {
  const { options, history } = view
  const { texts } = options
  if (!options.history) return null
  const decisions = (history ?? []).filter(({ event }) => event !== 'shown').sort((a, b) => b.at - a.at)
  return (
    <section>
      <h3>{texts.history}</h3>
      <div data-own>
        {decisions.length > 0 ? (
          <ul class="history">
            {decisions.map((entry) => (
              <li key={entry.id}>
                <Entry view={view} entry={entry} />
              </li>
            ))}
          </ul>
        ) : (
          <p>{texts.historyEmpty}</p>
        )}
      </div>
      {history && history.length > 0 && (
        <div data-own>
          <Button action="download" look="link" press={(event) => download(event, history)}>
            {texts.download}
          </Button>
        </div>
      )}
    </section>
  )
}

function Entry({ view, entry }: { view: View; entry: HistoryEntry }) {
  const { words, options } = view
  const { texts } = options
  const said = (answer: string, text: string) => {
    const titles = Object.keys(entry.choices).flatMap((id) =>
      entry.choices[id] === answer ? [purposeText(view, id).title] : [],
    )
    return titles.length > 0 ? [words.fill(text, { list: words.list(titles) })] : []
  }
  const own = (table: Readonly<Record<string, string>>, key: string) =>
    Object.hasOwn(table, key) ? table[key] : key
  return (
    <>
      <b>{words.date(entry.at)}</b>{' '}
      {[...said('granted', texts.yesTo), ...said('denied', texts.noTo)].join('. ')}
      <small>
        {[own(texts.via, entry.via), own(texts.states, entry.state), entry.id.slice(0, 8)].join(' · ')}
      </small>
    </>
  )
}

function download(event: MouseEvent, history: readonly HistoryEntry[]): void {
  if (!(event.currentTarget instanceof Element)) return
  const link = event.currentTarget.ownerDocument.createElement('a')
  const url = URL.createObjectURL(new Blob([JSON.stringify(history, null, 2)], { type: 'application/json' }))
  link.href = url
  link.download = 'privacy-receipts.json'
  link.click()
  URL.revokeObjectURL(url)
}
