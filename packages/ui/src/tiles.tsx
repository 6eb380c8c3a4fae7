import { render } from 'preact'
import { keepBox, release } from './box.ts'
import type { FurtherView } from './further.ts'
import type { Latched } from './latched.ts'
import { moreStyles } from './more-styles.ts'
import { dress, followScheme, type Mount, mount } from './mount.ts'
import { sight } from './sight.ts'
import { Tile } from './tile.tsx'

export interface Tiles {
  /** Draws what is missing, redraws the rest, takes away what is no longer latched. */
  draw(view: FurtherView, latched: Latched): void
  stop(): void
}

/** A tile for every latched frame on the page; `seen` is told when one comes into the window. */
export function tiles(page: Document, seen: (surface: Element) => void): Tiles {
  const drawn = new Map<HTMLIFrameElement, Mount>()

  const eye = sight(seen)

  function remove(iframe: HTMLIFrameElement, { host, root }: Mount): void {
    render(null, root)
    host.remove()
    release(iframe)
    drawn.delete(iframe)
  }

  return {
    draw(view, latched) {
      for (const [iframe, tile] of drawn) {
        if (!latched.has(iframe) || iframe.previousSibling !== tile.host) remove(iframe, tile)
      }
      for (const [iframe, purposes] of latched) {
        let tile = drawn.get(iframe)
        if (!tile) {
          const {
            texts,
            options: { nonce },
          } = view
          tile = mount(page.createElement('latchkey-placeholder'), {
            lang: view.words.locale,
            dir: texts.dir,
            nonce,
          })
          dress(page, tile.root, moreStyles, nonce)
          drawn.set(iframe, tile)
          keepBox(iframe, tile.host)
        }
        followScheme(page, tile.root)
        render(<Tile view={view} iframe={iframe} purposes={purposes} />, tile.root)
        eye.watch(tile.root.firstElementChild)
      }
    },
    stop() {
      eye.stop()
      for (const [iframe, tile] of drawn) remove(iframe, tile)
    },
  }
}
