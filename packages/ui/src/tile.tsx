import type { PurposeId } from '@latchkey/core'
import { Button, Link } from './controls.tsx'
import { type FurtherView, sentenceOf } from './further.ts'
import { covers, hostOf, watchLink } from './hosts.ts'
import { all, own, servicesOf, titleOf } from './view.ts'

export interface TileProps {
  readonly view: FurtherView
  readonly iframe: HTMLIFrameElement
  /** What it waits for; at least one. */
  readonly purposes: readonly PurposeId[]
}

/** Stands where a latched frame will be: what it is, who hosts it, and three ways to see it. */
export function Tile({ view, iframe, purposes }: TileProps) {
  const { options, texts, words } = view
  const { activate } = options
  const src = iframe.getAttribute('data-src') ?? ''
  const host = hostOf(src) ?? src
  const service = purposes
    .flatMap((id) => servicesOf(view, id))
    .find(({ facts }) => facts.hosts.some((pattern) => covers(pattern, host)))
  const watch = watchLink(src)
  const title = iframe.title || words.list(purposes.map((id) => titleOf(view, id)))
  // «Always» is about purposes, so everybody whom they let in is named.
  const names = purposes.flatMap((id) => {
    const services = servicesOf(view, id)
    return services.length > 0 ? services.map(({ facts }) => facts.name) : titleOf(view, id)
  })
  const [only = '', ...more] = purposes
  const tile = (more.length === 0 && own(texts.tiles, only)) || texts.tiles.other
  return (
    <section class="tile" aria-label={title} data-surface="placeholder">
      <div data-services={service?.id}>
        <b>{title}</b>
        <p>
          {service
            ? words.fill(texts.hosted, {
                name: service.facts.name,
                company: service.facts.company,
                countries: words.countries(service.facts.countries),
              })
            : words.fill(texts.hostedUnknown, { name: host })}
        </p>
        {/* One purpose is what the frame is seen to be; several have to be said. */}
        {more.length > 0 && <p>{purposes.map((id) => sentenceOf(view, id)).join(' ')}</p>}
        <div class="bar">
          {activate && (
            <Button
              action="once"
              look="outlined"
              press={(event) => {
                // D3: what loads a vendor needs a person.
                if (event.isTrusted) activate(iframe)
              }}
            >
              {tile.once}
            </Button>
          )}
          <Button
            action="accept"
            look="outlined"
            press={(event) => view.decide(event, 'placeholder', all(purposes, 'granted'))}
          >
            {words.fill(tile.always, { names: words.list([...new Set(names)]) })}
          </Button>
        </div>
        {watch && (
          <div class="links">
            <Link href={watch}>{words.fill(tile.elsewhere, { host: hostOf(watch) ?? host })}</Link>
          </div>
        )}
      </div>
    </section>
  )
}
