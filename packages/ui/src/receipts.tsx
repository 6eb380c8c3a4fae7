import { Button } from './controls.tsx'
import type { FurtherView } from './further.ts'
import { answer, LiveAnswer } from './live-answer.tsx'
import type { CheckedReceipts, UiReceipts } from './options.ts'
import { own } from './view.ts'

/** Takes a file from the shopper and says whether the receipts in it are genuine. */
export function CheckReceipts({ view, receipts }: { view: FurtherView; receipts: UiReceipts }) {
  return (
    <>
      <Button action="check" look="link" press={(event) => choose(event, view, receipts)}>
        {view.texts.check}
      </Button>
      <LiveAnswer />
    </>
  )
}

function choose({ currentTarget: pressed }: MouseEvent, view: FurtherView, receipts: UiReceipts): void {
  if (!(pressed instanceof Element)) return
  const input = pressed.ownerDocument.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.onchange = () => {
    const [file] = input.files ?? []
    if (!file) return
    const { unchecked } = view.texts.checked
    void answer(pressed, unchecked, async () => sentence(view, await receipts.check(await file.text())))
  }
  input.click()
}

function sentence({ texts, words }: FurtherView, checked: CheckedReceipts): string {
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
