import type { ConsentState, PurposeId } from '@latchkey/core'
import { render } from 'preact'
import { Choices } from './choices.tsx'
import { wholeAgain } from './find-partner.tsx'
import type { FurtherView } from './further.ts'
import { moreStyles } from './more-styles.ts'
import { dress, followScheme, mount } from './mount.ts'
import { sight } from './sight.ts'

/** Preferences that stand in the page: in every `<privacy-choices>`, as the page has written it. */
export interface InlinePreferences {
  draw(view: FurtherView): void
  stop(): void
}

interface Drawn {
  readonly root: HTMLElement
  /** Its own: what was moved here and not saved is no business of the dialog. */
  readonly drafts: Record<PurposeId, boolean>
  snapshot?: ConsentState['snapshot']
}

/** `seen` is told when one comes into the window. */
export function inlinePreferences(page: Document, seen: (surface: Element) => void): InlinePreferences {
  const drawn = new Map<HTMLElement, Drawn>()
  const eye = sight(seen)

  function remove(host: HTMLElement, { root }: Drawn): void {
    render(null, root)
    root.remove()
    drawn.delete(host)
  }

  return {
    draw(view) {
      const { state, texts, words, options } = view
      for (const [host, one] of drawn) if (!host.isConnected) remove(host, one)
      for (const host of page.querySelectorAll<HTMLElement>('privacy-choices')) {
        let one = drawn.get(host)
        if (!one) {
          const { nonce } = options
          const { root } = mount(host, { lang: words.locale, dir: texts.dir, nonce })
          dress(page, root, moreStyles, nonce)
          one = { root, drafts: Object.create(null) }
          drawn.set(host, one)
        }
        if (one.snapshot !== state.snapshot) {
          // Whatever was answered, here or elsewhere, is what the switches show.
          for (const id in one.drafts) delete one.drafts[id]
          one.snapshot = state.snapshot
          view.reread()
        }
        const { root, drafts } = one
        followScheme(page, root)
        render(
          <section
            class="prefs inline"
            aria-labelledby="choices"
            data-surface="preferences"
            onClickCapture={wholeAgain}
          >
            <Choices view={{ ...view, drafts }} />
          </section>,
          root,
        )
        eye.watch(root.firstElementChild)
      }
    },
    stop() {
      eye.stop()
      for (const [host, one] of drawn) remove(host, one)
    },
  }
}
