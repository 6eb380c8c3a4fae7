import { Button, Link } from './controls.tsx'
import type { FurtherView } from './further.ts'
import { covers, hostOf, watchLink } from './hosts.ts'
import { own, servicesOf, titleOf } from './view.ts'

export interface TileProps {
  readonly view: FurtherView
  readonly iframe: HTMLIFrameElement
  readonly purpose: string
}

/** Stands where a latched frame will be: what it is, who hosts it, and three ways to see it. */
export function Tile({ view, iframe, purpose }: TileProps) {
  const { options, texts, words } = view
  const { activate } = options
  const src = iframe.getAttribute('data-src') ?? ''
  const host = hostOf(src) ?? src
  const services = servicesOf(view, purpose)
  const service = services.find(({ facts }) => facts.hosts.some((pattern) => covers(pattern, host)))
  const watch = watchLink(src)
  // «Always» is about the purpose, so everybody it lets in is named.
  const names =
    services.length > 0 ? words.list(services.map(({ facts }) => facts.name)) : titleOf(view, purpose)
  const tile = own(texts.tiles, purpose) ?? texts.tiles.other
  return (
    <section class="tile" aria-label={iframe.title || titleOf(view, purpose)} data-surface="placeholder">
      <div data-services={service?.id}>
        <b>{iframe.title || titleOf(view, purpose)}</b>
        <p>
          {service
            ? words.fill(texts.hosted, {
                name: service.facts.name,
                company: service.facts.company,
                countries: words.countries(service.facts.countries),
              })
            : words.fill(texts.hostedUnknown, { name: host })}
        </p>
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
            press={(event) => view.decide(event, 'placeholder', { [purpose]: 'granted' })}
          >
            {words.fill(tile.always, { names })}
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
