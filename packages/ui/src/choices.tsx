import { modelOf } from '@latchkey/core'
import type { ComponentChildren } from 'preact'
import { answersOf, Button, Switch, surfaceOf } from './controls.tsx'
import { Facts } from './facts.tsx'
import { FindPartner } from './find-partner.tsx'
import { type FurtherView, sentenceOf } from './further.ts'
import { History } from './history.tsx'
import { Rights } from './rights.tsx'
import { all, isGranted, isOptOut, onUse, optOutStatus, servicesOf, switchable, titleOf } from './view.ts'

export interface ChoicesProps {
  readonly view: FurtherView
  /** Stands beside the heading, which is the only one with `id="choices"` in its root. */
  readonly children?: ComponentChildren
}

/** Everything that was or can be decided, in five blocks, and the bar that answers. Drawn alike in a dialog and in the page. */
export function Choices({ view, children }: ChoicesProps) {
  const { state, options, texts, words } = view
  const { controller } = options
  const optOut = isOptOut(state)
  const status = optOutStatus(view)
  const open = switchable(state).map(({ id }) => id)
  // «Reject all» means all: what was allowed on use goes with it.
  const refused = [...open, ...onUse(state).flatMap(({ id }) => (isGranted(state, id) ? [id] : []))]
  return (
    <>
      <div class="head">
        <h2 id="choices" tabIndex={-1}>
          {optOut ? texts.optOutChoices : texts.choices}
        </h2>
        {children}
      </div>
      <div class="scroll">
        <p id="lead">{words.fill(optOut ? texts.optOutLead : texts.choicesLead, { controller })}</p>
        {status && (
          <p class="note" role="status">
            {status}
          </p>
        )}
        <FindPartner view={view} />
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
    </>
  )
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
