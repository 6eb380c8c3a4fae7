import type { PurposeId } from '@latchkey/core'
import { answersOf, Button, Link, Switch, surfaceOf } from './controls.tsx'
import { Facts } from './facts.tsx'
import { type FurtherView, sentenceOf } from './further.ts'
import { isElement, standBeside } from './stand-beside.ts'
import { CHAT, isGranted, servicesOf, titleOf } from './view.ts'
import { who } from './who.ts'

/** Purposes of their own: refusing them leaves the chat as it is (CH-6). */
const CHAT_EXTRAS = ['chat-marketing', 'chat-training']

/** Asks about one purpose at the moment of use. The shopper's press is the request; it never comes by itself. */
export function Card({ view, id }: { view: FurtherView; id: PurposeId }) {
  const { state, options, texts, send } = view
  const granted = isGranted(state, id)
  const chat = id === CHAT
  const hide = () => send({ type: 'hide' })
  const title = chat ? (granted ? texts.chat.endTitle : texts.chat.title) : titleOf(view, id)
  return (
    <section
      ref={opening(view.near)}
      class="panel corner card"
      role="dialog"
      aria-labelledby="card"
      data-surface="card"
      onKeyDown={(event) => {
        if (event.key === 'Escape') hide()
      }}
    >
      <div class="scroll">
        <h2 id="card" tabIndex={-1}>
          {title}
        </h2>
        {granted ? (
          <p>{chat ? texts.chat.endText : texts.cardText}</p>
        ) : chat ? (
          <AboutChat view={view} />
        ) : (
          <About view={view} id={id} />
        )}
      </div>
      <div class="bar">
        <Button
          action={granted ? 'reject' : 'accept'}
          press={(event) =>
            view.decide(
              event,
              'card',
              granted ? { [id]: 'denied' } : { ...answersOf(surfaceOf(event)), [id]: 'granted' },
            )
          }
        >
          {granted ? (chat ? texts.chatEnd : texts.switchOff) : chat ? texts.chat.start : texts.allow}
        </Button>
        <Button action="close" press={hide}>
          {granted ? (chat ? texts.chat.keep : texts.keepOn) : texts.notNow}
        </Button>
      </div>
      {chat && !granted && options.chat?.email && (
        <div class="links">
          <Link href={`mailto:${options.chat.email}`}>{texts.chat.email}</Link>
        </div>
      )}
    </section>
  )
}

function About({ view, id }: { view: FurtherView; id: PurposeId }) {
  return (
    <>
      <p>
        {sentenceOf(view, id)} {view.texts.cardText}
      </p>
      {servicesOf(view, id).map((service) => (
        <Facts key={service.id} view={view} service={service} />
      ))}
    </>
  )
}

/** Who answers, who runs it, where, how long, for what (CH-1, CH-5, CH-7, CH-8). */
function AboutChat({ view }: { view: FurtherView }) {
  const { state, options, texts, words } = view
  const services = servicesOf(view, CHAT)
  const extras = CHAT_EXTRAS.filter((id) => state.policy.purposes.some((purpose) => purpose.id === id))
  return (
    <>
      <p>
        <b>{texts.chat[who(options)]}</b> {options.chat?.human}
      </p>
      {services.map(({ id, facts }) => (
        <p key={id} data-services={id}>
          {[
            words.fill(texts.chat.run, {
              name: facts.company.startsWith(facts.name) ? facts.company : `${facts.name}, ${facts.company}`,
              countries: words.countries(facts.countries),
            }),
            ...(facts.transfer === 'none' ? [] : [texts.transfers[facts.transfer]]),
            facts.retentionDays === null
              ? texts.chat.keptUnknown
              : words.fill(texts.chat.keptFor, { time: words.duration(facts.retentionDays) }),
            texts.chat[
              facts.training === true ? 'training' : facts.training === false ? 'noTraining' : 'maybeTraining'
            ],
          ].join(' · ')}
          {' · '}
          <Link href={facts.privacyUrl}>{words.fill(texts.vendorPrivacy, { name: facts.name })}</Link>
        </p>
      ))}
      <p>{texts.chat.warning}</p>
      {extras.length > 0 && (
        <div class="rows">
          {extras.map((id) => (
            <Switch key={id} view={view} id={id} />
          ))}
        </div>
      )}
    </>
  )
}

type Opened = (card: HTMLElement | null) => (() => void) | undefined

/** One for each place: what is drawn again with another would be placed and focused again. */
const openings = new WeakMap<Element, Opened>()

/** Puts a card that opens beside what it was asked for, if that is known, and the focus on its heading (AX-2). */
function opening(near: object | undefined): Opened {
  if (!isElement(near)) return focusHeading
  const opened = openings.get(near) ?? standing(near)
  openings.set(near, opened)
  return opened
}

function standing(near: Element): Opened {
  return (card) => {
    const stop = card ? standBeside(card, near) : undefined
    focusHeading(card)
    return stop
  }
}

function focusHeading(card: HTMLElement | null): undefined {
  card?.querySelector('h2')?.focus()
}
