import type { Answer, PurposeId } from '@latchkey/core'
import type { ComponentChildren } from 'preact'
import { safeLink } from './links.ts'
import { isGranted, isSignalled, titleOf, type View } from './view.ts'

export interface ButtonProps {
  /** Becomes `data-latchkey-action`: a stable hook for tests and for tools that refuse on the shopper's behalf. */
  readonly action: string
  /** `main` is the one look that accept and refuse share (DP-2…5). @default 'main' */
  readonly look?: 'main' | 'outlined' | 'link' | 'icon' | 'pill' | undefined
  readonly label?: string | undefined
  readonly press: (event: MouseEvent) => void
  readonly children?: ComponentChildren
}

export function Button({ action, look = 'main', label, press, children }: ButtonProps) {
  return (
    <button type="button" class={look} data-latchkey-action={action} aria-label={label} onClick={press}>
      {children}
    </button>
  )
}

export interface SwitchProps {
  readonly view: View
  readonly id: PurposeId
  /** Where it stands before anybody moves it. @default the standing */
  readonly on?: boolean | undefined
  /** A line below the title. */
  readonly children?: ComponentChildren
}

/** A row that is one big label: the whole of it presses the native checkbox (AX-5, AX-9). */
export function Switch({ view, id, on = isGranted(view.state, id), children }: SwitchProps) {
  const { drafts, state, texts } = view
  const signalled = isSignalled(state, id)
  return (
    <label class="row">
      <span class="what">
        <b>{titleOf(view, id)}</b>
        {children}
      </span>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says itself whether it is checked
        role="switch"
        data-latchkey-purpose={id}
        defaultChecked={on}
        checked={drafts[id] ?? on}
        disabled={signalled}
        onChange={({ currentTarget }) => {
          drafts[id] = currentTarget.checked
        }}
      />
      <span class="word" aria-hidden="true">
        <span>{texts.on}</span>
        <span>{texts.off}</span>
      </span>
    </label>
  )
}

/** A link, if the address is of a kind that we link; otherwise nothing. */
export function Link({ href, children }: { href: string | null | undefined; children: ComponentChildren }) {
  const safe = safeLink(href)
  return safe ? (
    <a class="link" href={safe} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : null
}

/** What the switches of a surface say. Read from the page, so that what is seen is what is saved. */
export function answersOf(surface: Element | null | undefined): Record<PurposeId, Answer> {
  const answers: Record<PurposeId, Answer> = {}
  for (const input of surface?.querySelectorAll<HTMLInputElement>('input[data-latchkey-purpose]') ?? []) {
    const id = input.dataset.latchkeyPurpose
    if (id && !input.disabled) answers[id] = input.checked ? 'granted' : 'denied'
  }
  return answers
}

/** The surface that an event came from. */
export function surfaceOf(event: Event): Element | null {
  return event.currentTarget instanceof Element ? event.currentTarget.closest('[data-surface]') : null
}
