import type { FurtherView } from './further.ts'
import { LiveAnswer } from './live-answer.tsx'

/** So many can be looked through. */
const FEW = 8

/** A field that leaves only the partners in sight that are looked for, where there are many (DP-12). */
export function FindPartner({ view: { options, texts, words } }: { view: FurtherView }) {
  if (options.services.length <= FEW) return null
  return (
    <div class="find">
      <label>
        {texts.find}
        <input
          type="search"
          autocomplete="off"
          onInput={({ currentTarget }) => {
            const found = show(currentTarget, words.locale)
            const said = currentTarget.closest('.find')?.querySelector('[aria-live]')
            if (said) said.textContent = words.count(texts.partners, found)
          }}
        />
      </label>
      {/* What somebody looks for is their own, and no part of the notice. */}
      <div data-own>
        <LiveAnswer />
      </div>
    </div>
  )
}

/** Before a press: a decision is recorded with all that the panel says, not with what was looked for in it. */
export function wholeAgain({
  target,
  currentTarget,
}: {
  target: EventTarget | null
  currentTarget: Element
}): void {
  const field = currentTarget.querySelector<HTMLInputElement>('.find input')
  if (!field?.value || !(target instanceof Element) || !target.closest('[data-latchkey-action]')) return
  field.value = ''
  show(field, '')
}

/** Shows the partners whose lines hold what the field says; answers with how many there are. */
function show(field: HTMLInputElement, locale: string): number {
  const lower = (text: string | null) => (text ?? '').toLocaleLowerCase(locale || undefined)
  const wanted = lower(field.value).trim()
  const found = new Set<string>()
  for (const one of field.closest('[data-surface]')?.querySelectorAll<HTMLElement>('[data-services]') ?? []) {
    one.hidden = !lower(one.textContent).includes(wanted)
    if (!one.hidden) found.add(one.dataset.services ?? '')
  }
  return found.size
}
