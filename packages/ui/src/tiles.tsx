/** @jsxRuntime classic */
/** @jsx h */

import { keepBox, release } from './box.ts'
import { h, render } from './h.ts'
import { followScheme, type Mount, mount } from './mount.ts'
import { Tile } from './tile.tsx'
import { isGranted, type View } from './view.ts'

export interface Tiles {
  /** Draws what is missing, redraws the rest, takes away what is no longer latched. */
  draw(view: View): void
  stop(): void
}

/** A tile for every latched frame on the page: marked, of a purpose that we know, not granted and not loaded. */
export function tiles(page: Document, seen: (surface: Element) => void): Tiles {
  const drawn = new Map<HTMLIFrameElement, Mount>()

  function remove(iframe: HTMLIFrameElement, { host, root }: Mount): void {
    render(null, root)
    host.remove()
    release(iframe)
    drawn.delete(iframe)
  }

  return {
    draw(view) {
      const latched = new Set<HTMLIFrameElement>()
      if (view.state.phase !== 'pending') {
        for (const iframe of page.querySelectorAll<HTMLIFrameElement>(
          'iframe[data-purpose][data-src]:not([src])',
        )) {
          const purpose = iframe.dataset.purpose ?? ''
          if (Object.hasOwn(view.state.standings, purpose) && !isGranted(view.state, purpose))
            latched.add(iframe)
        }
      }
      for (const [iframe, tile] of drawn) {
        if (!latched.has(iframe) || iframe.previousSibling !== tile.host) remove(iframe, tile)
      }
      for (const iframe of latched) {
        let tile = drawn.get(iframe)
        if (!tile) {
          const { texts, nonce } = view.options
          tile = mount(page, 'latchkey-placeholder', { lang: view.words.locale, dir: texts.dir, nonce })
          drawn.set(iframe, tile)
          keepBox(iframe, tile.host)
        }
        followScheme(page, tile.root)
        render(<Tile view={view} iframe={iframe} purpose={iframe.dataset.purpose ?? ''} />, tile.root)
        if (tile.root.firstElementChild) seen(tile.root.firstElementChild)
      }
    },
    stop() {
      for (const [iframe, tile] of drawn) remove(iframe, tile)
    },
  }
}
