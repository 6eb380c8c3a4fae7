import { Button } from './controls.tsx'
import type { FurtherView } from './further.ts'
import type { HistoryEntry } from './options.ts'
import { CheckReceipts } from './receipts.tsx'
import { saveFile } from './save-file.ts'
import { own, titleOf } from './view.ts'

/** What this device has decided so far, and the receipts to take away. */
export function History({ view }: { view: FurtherView }) {
  const { options, texts, history } = view
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
      <div class="links" data-own>
        {history && history.length > 0 && (
          <Button action="download" look="link" press={(event) => download(event, view, history)}>
            {texts.download}
          </Button>
        )}
        {options.receipts && <CheckReceipts view={view} receipts={options.receipts} />}
      </div>
      {options.receipts && <p>{texts.proves}</p>}
    </section>
  )
}

function Entry({ view, entry }: { view: FurtherView; entry: HistoryEntry }) {
  const { words, texts } = view
  const said = (answer: string, text: string) => {
    const titles = Object.keys(entry.choices).flatMap((id) =>
      entry.choices[id] === answer ? [titleOf(view, id)] : [],
    )
    return titles.length > 0 ? [words.fill(text, { list: words.list(titles) })] : []
  }
  return (
    <>
      <b>{words.date(entry.at)}</b>{' '}
      {[...said('granted', texts.yesTo), ...said('denied', texts.noTo)].join('. ')}
      <small>
        {[
          own(texts.via, entry.via) ?? entry.via,
          own(texts.states, entry.state) ?? entry.state,
          entry.id.slice(0, 8),
        ].join(' · ')}
      </small>
    </>
  )
}

async function download(
  { currentTarget: pressed }: MouseEvent,
  { options: { receipts } }: FurtherView,
  history: readonly HistoryEntry[],
): Promise<void> {
  if (!(pressed instanceof Element)) return
  const plain = () => JSON.stringify(history, null, 2)
  const text = receipts ? await receipts.file().catch(plain) : plain()
  saveFile(pressed.ownerDocument, 'privacy-receipts.json', text)
}
