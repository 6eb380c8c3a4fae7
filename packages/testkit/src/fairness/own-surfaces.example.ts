import { createConsent, openers } from '@latchkey/browser'
import type { Answer, ConsentState, Extension } from '@latchkey/core'
import { noticeOf } from '@latchkey/ui/notice'

type Shown = 'banner' | 'preferences'

const WORDS: Readonly<Record<string, string>> = {
  analytics: 'Count visits',
  marketing: 'Show you our ads elsewhere',
}

/** Draws question and preferences in plain elements at the beginning of the page. Keeps nothing itself and only sends inputs. */
export const ownSurfaces: Extension = (store) => {
  let drawn: HTMLElement | undefined

  const say = (event: Event, choices: Record<string, Answer>) => {
    if (!drawn) return
    const { surface } = drawn.dataset
    store.send({
      type: 'decide',
      choices,
      via: surface as Shown, // set by draw()
      // Only a press that a person made can grant. Never say `true` here.
      subject: event.isTrusted,
      at: Date.now(),
      notice: noticeOf(drawn, about(surface as Shown)),
      locale: 'en',
    })
  }

  function draw(state: ConsentState): void {
    const { surface } = state
    if (drawn?.dataset.surface === surface) return
    drawn?.remove()
    drawn = undefined
    if (surface !== 'banner' && surface !== 'preferences') return
    // The banner asks what is open; the preferences show everything, as it stands.
    const ids =
      surface === 'banner'
        ? state.questions
        : state.policy.purposes.flatMap(({ id, necessary }) => (necessary ? [] : id))
    const all = (answer: Answer) => Object.fromEntries(ids.map((id) => [id, answer]))
    const section = element('section', { 'data-surface': surface, 'aria-labelledby': 'ask' })
    const switches = ids.map((id) => {
      const input = element('input', { type: 'checkbox', role: 'switch', 'data-latchkey-purpose': id })
      input.defaultChecked = surface === 'preferences' && state.standings[id]?.granted === true
      input.disabled = state.standings[id]?.basis === 'signal'
      return input
    })
    const chosen = () => {
      const choices: Record<string, Answer> = {}
      for (const { dataset, checked, disabled } of switches)
        if (!disabled) choices[dataset.latchkeyPurpose ?? ''] = checked ? 'granted' : 'denied'
      return choices
    }
    section.append(
      element('h2', { id: 'ask' }, 'May we use extra data?'),
      element(
        'p',
        {},
        'Linden & Oak would like to store and read data on this device. You can change this at any time.',
      ),
      ...switches.map((input) => {
        const label = element('label', {}, input)
        label.prepend(element('b', {}, WORDS[input.dataset.latchkeyPurpose ?? ''] ?? ''))
        return label
      }),
      button('reject', 'Reject all', (event) => say(event, all('denied'))),
      button('accept', 'Accept all', (event) => say(event, all('granted'))),
      button('save', 'Save my choices', (event) => say(event, chosen())),
    )
    if (surface === 'preferences')
      section.append(button('close', 'Close without saving', () => store.send({ type: 'hide' })))
    document.body.prepend(section)
    drawn = section
    // Once it has been painted: these exact words stood on the screen.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (drawn !== section) return
        const notice = noticeOf(section, about(surface))
        store.send({ type: 'shown', surface, notice, locale: 'en', at: Date.now() })
      }),
    )
  }

  const leave = store.subscribe(draw)
  draw(store.get())
  return () => {
    leave()
    drawn?.remove()
  }
}

export const consent = createConsent({
  policy: { version: '2026-11', purposes: [{ id: 'analytics' }, { id: 'marketing' }] },
  regime: { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 },
  // What proves and gates comes first: a decision is on record before a vendor starts.
  use: [openers(), ownSurfaces],
})

function about(surface: Shown) {
  return { surface, locale: 'en', controller: 'Linden & Oak GmbH' }
}

function button(action: string, text: string, press: (event: Event) => void): HTMLElement {
  const made = element('button', { type: 'button', 'data-latchkey-action': action }, text)
  made.addEventListener('click', press)
  return made
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...inside)
  return made
}
