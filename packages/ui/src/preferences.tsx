import { Choices } from './choices.tsx'
import { Button } from './controls.tsx'
import { wholeAgain } from './find-partner.tsx'
import type { FurtherView } from './further.ts'

/** The choices in a modal dialog. Closing it saves nothing and decides nothing (AX-3). */
export function Preferences({ view }: { view: FurtherView }) {
  const hide = () => view.send({ type: 'hide' })
  return (
    <dialog
      ref={showModal}
      class="panel prefs"
      aria-labelledby="choices"
      aria-describedby="lead"
      data-surface="preferences"
      onCancel={(event) => {
        // Escape: the store closes the panel, so that both never disagree.
        event.preventDefault()
        hide()
      }}
      onClose={hide}
      onClickCapture={wholeAgain}
    >
      <Choices view={view}>
        <Button action="close" look="icon" label={view.texts.close} press={hide}>
          ✕
        </Button>
      </Choices>
    </dialog>
  )
}

function showModal(dialog: HTMLDialogElement | null): void {
  if (!dialog) return
  try {
    dialog.showModal()
  } catch {
    dialog.open = true // not connected, or no such method: still readable and usable, only not modal
  }
  dialog.querySelector('h2')?.focus()
}
