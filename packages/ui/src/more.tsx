import type { Purpose } from '@latchkey/core'
import type { ComponentChildren } from 'preact'
import { Card } from './card.tsx'
import { type FocusKeeper, focusKeeper } from './focus.ts'
import { reportGaps } from './gaps.ts'
import { inlinePreferences } from './inline.tsx'
import { latchedFrames } from './latched.ts'
import { Launcher } from './launcher.tsx'
import { moreStyles } from './more-styles.ts'
import { dress } from './mount.ts'
import type { UiOptions } from './options.ts'
import { Preferences } from './preferences.tsx'
import { RunningChat } from './running-chat.tsx'
import { furtherEn } from './texts/en-further.ts'
import { tiles } from './tiles.tsx'
import { isChatting, offersChat, type ShownSurface, type View } from './view.ts'

/** Panel, cards and tiles: what a first visit can do without. Fetched when one is asked for, or at idle. */
export interface MoreSurfaces {
  /** For what opens over the page. */
  readonly focus: FocusKeeper
  /** The panel or the card, whichever is open. */
  opened(view: View): ComponentChildren
  /** What belongs to a chat that runs. */
  chatting(view: View): ComponentChildren
  /** The button that offers one. */
  launcher(view: View): ComponentChildren
  /** What stands in the page itself: a tile before each latched frame, the choices in each `<privacy-choices>`. */
  inPage(view: View): void
  stop(): void
}

export interface MoreOptions {
  readonly page: Document
  /** What the main surfaces are drawn into. */
  readonly root: HTMLElement
  readonly options: UiOptions
  readonly purposes: readonly Purpose[]
  /** Told when something in the page comes into the window. */
  readonly seen: (element: Element, surface: ShownSurface) => void
}

export function moreSurfaces({ page, root, options, purposes, seen }: MoreOptions): MoreSurfaces {
  // Texts that stop at the first words are English (`EnglishTexts`).
  const further = 'further' in options.texts ? options.texts.further(furtherEn) : furtherEn
  const texts = { ...further, ...options.texts }
  const latched = tiles(page, (tile) => seen(tile, 'placeholder'))
  const inline = inlinePreferences(page, (section) => seen(section, 'preferences'))
  dress(page, root, moreStyles, options.nonce)
  reportGaps({ options, texts }, purposes)
  return {
    focus: focusKeeper(page, root),
    opened(view) {
      const { surface, asking } = view.state
      const whole = { ...view, texts }
      if (surface === 'preferences') return <Preferences view={whole} />
      return surface === 'card' && asking ? <Card key={asking} view={whole} id={asking} /> : null
    },
    chatting: (view) =>
      isChatting(view.state) && offersChat(view) && <RunningChat view={{ ...view, texts }} />,
    launcher: (view) =>
      offersChat(view) &&
      !isChatting(view.state) &&
      options.chat?.launcher !== false &&
      view.state.surface !== 'card' && <Launcher view={view} />,
    inPage(view) {
      const whole = { ...view, texts }
      latched.draw(whole, latchedFrames(page, view.state))
      inline.draw(whole)
    },
    stop() {
      latched.stop()
      inline.stop()
    },
  }
}
