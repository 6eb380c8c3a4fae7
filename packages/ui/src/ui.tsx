/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import type { ConsentState, ConsentStore, Extension, PurposeId } from '@latchkey/core'
import { Banner } from './banner.tsx'
import { Card } from './card.tsx'
import { surfaceOf } from './controls.tsx'
import { Dock } from './dock.tsx'
import { focusKeeper } from './focus.ts'
import { Fragment, h, render } from './h.ts'
import { followScheme, mount } from './mount.ts'
import { noticeOf } from './notice.ts'
import type { HistoryEntry, UiOptions } from './options.ts'
import { Preferences } from './preferences.tsx'
import { reserve } from './reserve.ts'
import { savedStatus } from './saved.ts'
import { reportGaps, telling } from './telling.ts'
import { tiles } from './tiles.tsx'
import type { View } from './view.ts'
import { wordsFor } from './words.ts'

/** The page's own ways back; the clicks on them are the embed's. */
const OWN_LINKS = 'a[href="#privacy-choices"],[data-latchkey-open]'

/**
 * Draws what the store says: banner, preferences and cards in an open shadow root on `#latchkey`, tiles in place of
 * latched frames, and a way back. It sends inputs and changes nothing itself; it decides nothing on Escape, on
 * presses elsewhere, on scrolling or on navigation (LR-3). Drawing starts with the first subscription and ends with
 * the returned stop. Problems go to `report`: C501 for an assistant nobody described, C107 for a purpose without words.
 *
 * @example
 * import { en, ui } from '@latchkey/ui'
 *
 * const stop = ui({ controller: 'Linden & Oak GmbH', privacyUrl: '/privacy', texts: en, locale: 'en', services: [] })(store)
 */
export function ui(options: UiOptions): Extension {
  return (store) => show(options, store)
}

function show(options: UiOptions, store: ConsentStore): () => void {
  const { texts, controller, now = Date.now, document: page = document } = options
  const words = wordsFor(texts, options.locale)
  const { locale } = words
  const { host, root } = mount(page, 'div', { lang: locale, dir: texts.dir, nonce: options.nonce })
  host.id = 'latchkey'
  const main = root.appendChild(page.createElement('div'))
  const saved = savedStatus(root, texts.saved)
  const told = telling({ page, controller, locale, now, send: store.send })
  const latched = tiles(page, told.whenSeen)
  const banner = reserve(page)
  const focus = focusKeeper(page, root)
  const drafts: Record<PurposeId, boolean> = Object.create(null)
  let history: readonly HistoryEntry[] | null = null
  let drawn: ConsentState | null = null
  let scheduled = false
  let stopped = false

  function draw(): void {
    if (stopped) return
    const state = store.get()
    const { surface } = state
    const before = drawn?.surface ?? 'none'
    const opened = surface !== before || state.asking !== drawn?.asking
    drawn = state
    if (opened) {
      // What was moved on the banner goes with the shopper into the panel, and is forgotten on the way out.
      if (before !== 'banner' || surface === 'none') for (const id in drafts) delete drafts[id]
      if (surface === 'preferences') readHistory()
      if ((before === 'none' || before === 'banner') && surface !== 'none') focus.remember()
    }
    if (!host.isConnected) page.body.prepend(host) // first in the tab order (AX-2); again after a page swap
    followScheme(page, root)
    const view: View = { state, options, words, drafts, history, send: store.send, decide }
    render(<Surfaces view={view} hasOwnLink={page.querySelector(OWN_LINKS) !== null} />, main)
    latched.draw(view)
    banner.follow(main.querySelector('.banner'))
    if (!opened) return
    if (surface !== 'none') told.drawn(() => main.querySelector(`[data-surface="${surface}"]`), surface)
    if (before === 'preferences' || before === 'card') focus.giveBack()
  }

  const decide: View['decide'] = (event, via, choices) => {
    const from = surfaceOf(event)
    const notice = from ? noticeOf(from, { surface: via, locale, controller }) : undefined
    store.send({ type: 'decide', choices, via, subject: event.isTrusted, at: now(), notice, locale })
    if (store.get().surface === 'none') saved.say()
  }

  /** Once per frame at most, however busy the page is. */
  function schedule(): void {
    if (scheduled) return
    scheduled = true
    requestAnimationFrame(() => {
      scheduled = false
      draw()
    })
  }

  function readHistory(): void {
    options.history?.().then(
      (entries) => {
        history = entries
        schedule()
      },
      () => undefined, // unreadable storage: the block stays empty
    )
  }

  const leave = store.subscribe((_, { input }) => {
    if (input.type !== 'shown') draw()
  })
  // Frames and links may come later; a router may swap the body.
  const watcher = new MutationObserver(schedule)
  watcher.observe(page.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['src', 'data-src', 'data-purpose', 'href', 'data-latchkey-open'],
  })
  if (options.report) reportGaps(options, store.get().policy.purposes, options.report)
  draw()

  return () => {
    stopped = true
    leave()
    watcher.disconnect()
    told.stop()
    saved.stop()
    latched.stop()
    banner.follow(null)
    render(null, main)
    host.remove()
  }
}

function Surfaces({ view, hasOwnLink }: { view: View; hasOwnLink: boolean }) {
  const { phase, surface, asking } = view.state
  if (phase === 'pending') return null
  return (
    <>
      {surface === 'banner' && <Banner view={view} />}
      {surface === 'preferences' && <Preferences view={view} />}
      {surface === 'card' && asking && <Card key={asking} view={view} id={asking} />}
      <Dock view={view} hasOwnLink={hasOwnLink} />
    </>
  )
}
