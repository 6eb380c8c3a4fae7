import { modelOf } from '@latchkey/core'
import { answersOf, Button, Switch, surfaceOf } from './controls.tsx'
import { Facts } from './facts.tsx'
import { type FurtherView, sentenceOf } from './further.ts'
import { History } from './history.tsx'
import { Rights } from './rights.tsx'
import { all, isGranted, isOptOut, onUse, optOutStatus, servicesOf, switchable, titleOf } from './view.ts'

/** Everything that was or can be decided, in five blocks. Closing it saves nothing and decides nothing (AX-3). */
export function Preferences({ view }: { view: FurtherView }) {
  const { state, options, texts, words, send } = view
  const { controller } = options
  const optOut = isOptOut(state)
  const status = optOutStatus(view)
  const open = switchable(state).map(({ id }) => id)
  // «Reject all» means all: what was allowed on use goes with it.
  const refused = [...open, ...onUse(state).flatMap(({ id }) => (isGranted(state, id) ? [id] : []))]
  const hide = () => send({ type: 'hide' })
  return (
    <dialog
      ref={showModal}
      class="panel prefs"
      aria-labelledby="choices"
      data-surface="preferences"
      onCancel={(event) => {
        // Escape: the store closes the panel, so that both never disagree.
        event.preventDefault()
        hide()
      }}
      onClose={hide}
    >
      <div class="head">
        <h2 id="choices" tabIndex={-1}>
          {optOut ? texts.optOutChoices : texts.choices}
        </h2>
        <Button action="close" look="icon" label={texts.close} press={hide}>
          ✕
        </Button>
      </div>
      <div class="scroll">
        <p>{words.fill(optOut ? texts.optOutLead : texts.choicesLead, { controller })}</p>
        {status && (
          <p class="note" role="status">
            {status}
          </p>
        )}
        {open.map((id) => (
          <section key={id} class="use">
            <Switch view={view} id={id} />
            <p>{sentenceOf(view, id)}</p>
            {servicesOf(view, id).map((service) => (
              <Facts key={service.id} view={view} service={service} />
            ))}
            <Basis view={view} id={id} />
          </section>
        ))}
        <OnUse view={view} />
        <section>
          <h3>{texts.always}</h3>
          {state.policy.purposes.map(({ id, necessary }) => {
            const text = sentenceOf(view, id)
            return necessary && text ? (
              <p key={id}>
                <b>{titleOf(view, id)}</b> {text}
              </p>
            ) : null
          })}
          <p>{texts.alwaysText}</p>
        </section>
        <History view={view} />
        <Rights view={view} />
      </div>
      <div class="bar">
        <Button action="reject" press={(event) => view.decide(event, 'preferences', all(refused, 'denied'))}>
          {texts.rejectAll}
        </Button>
        <Button
          action="accept"
          press={(event) =>
            view.decide(
              event,
              'preferences',
              all(
                open.filter((id) => state.standings[id]?.basis !== 'signal'),
                'granted',
              ),
            )
          }
        >
          {texts.acceptAll}
        </Button>
        <Button
          action="save"
          look="outlined"
          press={(event) => view.decide(event, 'preferences', answersOf(surfaceOf(event)))}
        >
          {texts.save}
        </Button>
      </div>
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

/** Why it may run, and since when. The shopper's own answer is no part of the notice: it was said, not shown. */
function Basis({ view: { state, texts, words }, id }: { view: FurtherView; id: string }) {
  const purpose = state.policy.purposes.find((one) => one.id === id)
  const answer = state.snapshot?.answers[id]
  const model = state.regime && purpose && modelOf(state.regime, purpose)
  return (
    <p class="facts">
      <span>
        {texts.basis}: {texts.bases[!model || model === 'opt-in' ? 'opt-in' : 'opt-out']}
      </span>
      {answer && (
        <span data-own>
          {texts.since} {words.date(answer.at)}
        </span>
      )}
    </p>
  )
}

/** What is asked for at the moment of use: the last answer, and a way to be asked again or to take it back. */
function OnUse({ view }: { view: FurtherView }) {
  const { state, texts, send } = view
  const uses = onUse(state)
  if (uses.length === 0) return null
  return (
    <section>
      <h3>{texts.onUse}</h3>
      <p>{texts.onUseLead}</p>
      {uses.map(({ id }) => {
        const granted = isGranted(state, id)
        const title = titleOf(view, id)
        return (
          <section key={id} class="use">
            <div class="row">
              <span class="what">
                <b>{title}</b>
                <small>{granted ? texts.allowed : texts.notAllowed}</small>
              </span>
              <Button
                action={granted ? 'withdraw' : 'ask'}
                look="outlined"
                label={`${granted ? texts.switchOff : texts.askMe}: ${title}`}
                press={(event) =>
                  granted
                    ? view.decide(event, 'preferences', { [id]: 'denied' })
                    : send({ type: 'show', surface: 'card', purpose: id })
                }
              >
                {granted ? texts.switchOff : texts.askMe}
              </Button>
            </div>
            <p>{sentenceOf(view, id)}</p>
            {servicesOf(view, id).map((service) => (
              <Facts key={service.id} view={view} service={service} />
            ))}
            <Basis view={view} id={id} />
          </section>
        )
      })}
    </section>
  )
}
