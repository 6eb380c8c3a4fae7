import type { ComponentChildren } from 'preact'
import { Button } from './controls.tsx'
import { isOptOut, optOutStatus, type View } from './view.ts'

export interface DockProps {
  readonly view: View
  readonly hasOwnLink: boolean
  /** What is said about a chat that runs. */
  readonly children: ComponentChildren
}

/**
 * What stays on the page between questions: the way back (LR-13) with the state of an opt-out (LR-44, LR-45), and what
 * belongs to a running chat.
 */
export function Dock({ view, hasOwnLink, children }: DockProps) {
  const { state, texts, send } = view
  const optOut = isOptOut(state)
  const status = optOutStatus(view)
  const name = optOut ? texts.optOutChoices : texts.choices
  return (
    <>
      {state.surface === 'none' && (
        <div class="dock">
          {/* Empty until there is something to say: a region that comes with its words is not heard (AX-11). */}
          <p class="note" role="status">
            {status}
          </p>
          {children}
          {!hasOwnLink && (
            <Button
              action="settings"
              look="pill"
              label={name}
              press={() => send({ type: 'show', surface: 'preferences' })}
            >
              {optOut ? (
                <>
                  <OptOutIcon />
                  {name}
                </>
              ) : (
                <KeyIcon />
              )}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

/** The opt-out icon of Cal. Code Regs. tit. 11, § 7015, as the Attorney General publishes it. */
function OptOutIcon() {
  return (
    <svg viewBox="0 0 30 14" width="32" height="15" aria-hidden="true">
      <path fill="#fff" d="M7.4 12.8h6.8l3.1-11.6H7.4C4.2 1.2 1.6 3.8 1.6 7s2.6 5.8 5.8 5.8z" />
      <path
        fill="#06f"
        d="M22.6 0H7.4C3.5 0 .4 3.1.4 7s3.1 7 7 7h15.2c3.9 0 7-3.1 7-7s-3.2-7-7-7zM1.6 7c0-3.2 2.6-5.8 5.8-5.8h9.9l-3.1 11.6H7.4C4.2 12.8 1.6 10.2 1.6 7z"
      />
      <path
        fill="none"
        stroke="#fff"
        stroke-width="1.2"
        stroke-linecap="round"
        d="m19 4.4 5.2 5.2m0-5.2L19 9.6"
      />
      <path
        fill="none"
        stroke="#06f"
        stroke-width="1.2"
        stroke-linecap="round"
        d="M5.8 7.3 8.2 9.4 12.3 4.5"
      />
    </svg>
  )
}

function KeyIcon() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" class="line">
      <circle cx="8" cy="12" r="4" />
      <path d="M12 12h9m-3 0v4m-3-4v2.5" />
    </svg>
  )
}
