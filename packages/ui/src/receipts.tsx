import { Button } from './controls.tsx'
import type { FurtherView } from './further.ts'
import type { CheckedReceipts, UiReceipts } from './options.ts'
import { own } from './view.ts'

/** Takes a file from the shopper and says whether the receipts in it are genuine. */
export function CheckReceipts({ view, receipts }: { view: FurtherView; receipts: UiReceipts }) {
  return (
    <>
      <Button action="check" look="link" press={(event) => choose(event, view, receipts)}>
        {view.texts.check}
      </Button>
      {/* Empty from the start: a region that comes with its words is not heard (AX-11). */}
      <p aria-live="polite" />
    </>
  )
}

function choose(event: MouseEvent, view: FurtherView, receipts: UiReceipts): void {
  if (!(event.currentTarget instanceof Element)) return
  const status = event.currentTarget.parentElement?.querySelector('[aria-live]')
  const input = event.currentTarget.ownerDocument.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.onchange = async () => {
    const [file] = input.files ?? []
    if (!file || !status) return
    status.textContent = ''
    const checked = await file
      .text()
      .then(receipts.check)
      .catch(() => null)
    status.textContent = sentence(view, checked)
  }
  input.click()
}

function sentence({ texts, words }: FurtherView, checked: CheckedReceipts | null): string {
  if (!checked) return texts.checked.unchecked
  if (!checked.readable) return texts.checked.unreadable
  const { receipts } = checked
  // The worst decides: one that fails makes the file worth nothing.
  const found = ['fails', 'unsigned', 'holds'].find((outcome) =>
    receipts.some((receipt) => receipt.outcome === outcome),
  )
  const those = receipts.filter(({ outcome }) => outcome === found)
  const name = [...new Set(those.map(({ origin }) => origin))].join(', ')
  const text = own(texts.checked, found ?? 'unproven') ?? texts.checked.unproven
  return words.fill(text, { n: those.length, all: receipts.length, name })
}
