import { answersOf, Button, Link, Switch, surfaceOf } from './controls.tsx'
import { safeImage } from './links.ts'
import { all, servicesOf, titleOf, type View } from './view.ts'

/** From this many on, purposes are one line of text and a button that opens the panel. */
const TOO_MANY = 4

/** Asks about what is still open. A labelled region, not a dialog: the page stays usable (AX-1, AX-2). */
export function Banner({ view }: { view: View }) {
  const { state, options, texts, words, send } = view
  const { controller } = options
  const { questions } = state
  const few = questions.length < TOO_MANY
  const services = [...new Set(questions.flatMap((id) => servicesOf(view, id)))]
  const partners = words.count(texts.partners, new Set(services.map(({ facts }) => facts.company)).size)
  const settings = () => send({ type: 'show', surface: 'preferences' })
  const logo = safeImage(options.logo?.src)
  const ids = services.map(({ id }) => id).join(' ')
  return (
    <section class="panel corner banner" aria-labelledby="ask" data-surface="banner">
      <div class="scroll" data-services={ids}>
        {/* A page may put its own into both, as children of `#latchkey`. */}
        <slot name="logo">{logo && <img src={logo} alt={options.logo?.alt ?? ''} />}</slot>
        <div class="head">
          <h2 id="ask">{texts.ask}</h2>
          {/* Garante, guidelines of 10 June 2021, 7.1: an X that keeps everything off. */}
          {state.regime?.place === 'IT' && (
            <Button
              action="close"
              look="icon"
              label={texts.rejectAll}
              press={(event) => view.decide(event, 'banner', all(questions, 'denied'))}
            >
              ✕
            </Button>
          )}
        </div>
        <p>
          {words.fill(services.length > 0 ? texts.askWith : texts.askAlone, { controller, partners })}{' '}
          {texts.free}
        </p>
        <slot name="note">{options.note && <p>{options.note}</p>}</slot>
        {few ? (
          <div class="rows">
            {questions.map((id) => (
              <Switch key={id} view={view} id={id} on={false}>
                <Who view={view} id={id} />
              </Switch>
            ))}
          </div>
        ) : (
          <p data-uses>
            {words.count(texts.uses, questions.length, {
              list: words.list(questions.map((id) => titleOf(view, id))),
            })}
          </p>
        )}
        <div class="links">
          <Button action="settings" look="link" press={settings}>
            {texts.more}
          </Button>
          <Link href={options.privacyUrl}>{texts.privacy}</Link>
        </div>
      </div>
      <div class="bar">
        <Button action="reject" press={(event) => view.decide(event, 'banner', all(questions, 'denied'))}>
          {texts.rejectAll}
        </Button>
        <Button action="accept" press={(event) => view.decide(event, 'banner', all(questions, 'granted'))}>
          {texts.acceptAll}
        </Button>
        {few ? (
          <Button
            action="save"
            look="outlined"
            press={(event) => view.decide(event, 'banner', answersOf(surfaceOf(event)))}
          >
            {texts.save}
          </Button>
        ) : (
          <Button action="settings" look="outlined" press={settings}>
            {texts.choose}
          </Button>
        )}
      </div>
    </section>
  )
}

/** `Google · 14 months · United States`: one line for the vendors of a purpose. */
function Who({ view, id }: { view: View; id: string }) {
  const { words } = view
  const facts = servicesOf(view, id).map((service) => service.facts)
  if (facts.length === 0) return null
  const stated = facts.flatMap(({ retentionDays }) => (retentionDays === null ? [] : [retentionDays]))
  const longest = stated.length === facts.length ? [words.duration(Math.max(...stated))] : []
  const where = words.countries([...new Set(facts.flatMap(({ countries }) => countries))])
  return <small>{[words.list(facts.map(({ name }) => name)), ...longest, where].join(' · ')}</small>
}
