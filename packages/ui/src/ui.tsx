import type { Change, ConsentState, ConsentStore, Extension, PurposeId } from '@latchkey/core'
import { render } from 'preact'
import { Banner } from './banner.tsx'
import { answersOf, surfaceOf } from './controls.tsx'
import { corners, isUnderDialog } from './corners.ts'
import { Dock } from './dock.tsx'
import { later } from './later.ts'
import type { MoreSurfaces } from './more.tsx'
import { followScheme, mount } from './mount.ts'
import { noticeOf } from './notice.ts'
import type { HistoryEntry, UiOptions } from './options.ts'
import { reserve } from './reserve.ts'
import { savedStatus } from './saved.ts'
import { telling } from './telling.ts'
import { offersChat, type View } from './view.ts'
import { windowOf } from './window-of.ts'
import { wordsFor } from './words.ts'

/** The page's own ways back; the clicks on them are the embed's. */
const OWN_LINKS = 'a[href="#privacy-choices"],[data-latchkey-open],privacy-choices'

/** What stands in the page itself and is drawn by us: the choices, and a tile before each frame that the gate has marked. */
const IN_PAGE = 'privacy-choices,iframe[data-latchkey-waits]:not([src])'

/**
 * Draws what the store says: banner, preferences and cards in an open shadow root on `#latchkey`, tiles in place of
 * latched frames, the preferences once more in every `<privacy-choices>`, and a way back. It sends inputs and changes nothing itself; it decides nothing on Escape, on
 * presses elsewhere, on scrolling or on navigation (LR-3). Drawing starts with the first subscription and ends with
 * the returned stop. Problems go to `report`: C501 for an assistant nobody described, C107 for a purpose without words.
 *
 * @example
 * import { en, ui } from '@latchkey/ui'
 *
 * const stop = ui({ controller: 'Linden & Oak GmbH', privacyUrl: '/privacy', texts: en, locale: 'en', services: [] })(store)
 */
export function ui(options: UiOptions): Extension {
  const window = windowOf(options.document ?? document)
  return (store) => surfaces(options, store, { load: () => import('./more.tsx'), idle: idleIn(window) })
}

type More = typeof import('./more.tsx')

/** Where the rarer surfaces come from. */
export interface Parts {
  readonly load: () => Promise<More>
  /** Runs something when the page has nothing better to do. */
  readonly idle: (work: () => void) => void
  /** What `load` would fetch, if it is here already. */
  readonly here?: More | undefined
}

/** {@link ui} with its parts. */
export function surfaces(options: UiOptions, store: ConsentStore, { load, idle, here }: Parts): () => void {
  const { texts, controller, nonce, report, woken, now = Date.now, document: page = document } = options
  const words = wordsFor(texts, options.locale)
  const { locale } = words
  // The page's own, with what it slots into it; deeper down it could be anybody's (B5).
  const given = page.querySelector<HTMLElement>('body>div#latchkey')
  const { host, root } = mount(given ?? page.createElement('div'), { lang: locale, dir: texts.dir, nonce })
  host.id = 'latchkey'
  host.popover = 'manual'
  const main = root.firstElementChild ?? root.appendChild(page.createElement('div'))
  given?.removeAttribute('data-asks') // the inline stub's part ends here
  const saved = savedStatus(root, texts.saved)
  const told = telling({ page, controller, locale, now, send: store.send })
  const banner = reserve(page)
  const drafts: Record<PurposeId, boolean> = Object.create(null)
  // Moved before we had come, on a banner that a server has drawn.
  for (const [id, answer] of Object.entries(answersOf(main))) drafts[id] = answer === 'granted'
  let history: readonly HistoryEntry[] | null = null
  let near: object | undefined
  let drawn: ConsentState | null = null
  let view!: View
  let scheduled = false
  let stopped = false
  let missing = false

  const unpack = ({ moreSurfaces }: More): MoreSurfaces =>
    moreSurfaces({
      page,
      root,
      options,
      purposes: store.get().policy.purposes,
      seen: told.tell,
    })
  const more = later({
    load: async () => unpack(await load()),
    here: here && unpack(here),
    arrived: draw,
    failed(error) {
      missing = true
      report?.({ code: 'C112', where: 'panel', got: String(error) })
      // What cannot open is closed, so that the next press asks for it again.
      if (opens(store.get())) store.send({ type: 'hide' })
    },
  })

  /** Panel and card open when their code is here; until then stands what stood before. The question waits for dialogs. */
  function drawable(state: ConsentState): ConsentState {
    if (state.surface === 'banner' && isUnderDialog(page)) return { ...state, surface: 'none' }
    if (!opens(state) || more.get()) return state
    more.want()
    const asks = drawn?.surface === 'banner' && state.questions.length > 0
    return { ...state, surface: asks ? 'banner' : 'none', asking: null }
  }

  function draw(): void {
    if (stopped) return
    if (!host.isConnected) page.body.prepend(host) // first in the tab order (AX-2); again after a page swap
    const state = drawable(store.get())
    // Nobody knows yet what to show; what a server has drawn stands until then.
    if (state.phase === 'pending') return
    const rest = more.get()
    const { surface } = state
    const before = drawn?.surface ?? 'none'
    const dialog = main.querySelector('dialog')
    // What closes goes out of sight first: when a modal dialog leaves, the browser styles the whole page anew.
    if (dialog) {
      dialog.hidden = surface === 'none' && !dialog.hidden
      if (dialog.hidden) return void afterPaint(draw)
    }
    const opened = surface !== before || state.asking !== drawn?.asking
    if (opened) {
      // What was moved on the banner goes with the shopper into the panel, and is forgotten on the way out.
      if ((drawn && before !== 'banner') || surface === 'none') for (const id in drafts) delete drafts[id]
      if (surface === 'preferences') readHistory()
      if ((before === 'none' || before === 'banner') && surface !== 'none') rest?.focus.remember()
    }
    // What a server has drawn is taken over, or goes.
    if (!drawn && surface !== 'banner') main.replaceChildren()
    drawn = state
    // In the top layer no z-index lies over us, and no transform, filter or `contain` of an ancestor moves or cuts us.
    if (!isUnderDialog(page)) host.togglePopover?.(true)
    followScheme(page, root)
    // Under a modal dialog nothing can be found.
    if (opened && ![before, surface].includes('preferences')) corners(page, host, root)
    view = {
      state,
      options,
      texts,
      words,
      near,
      drafts,
      history,
      reread: readHistory,
      send: store.send,
      decide,
    }
    if ((offersChat(view) || page.querySelector(IN_PAGE)) && !missing) more.want()
    const hasOwnLink = page.querySelector(OWN_LINKS) !== null
    render(<Surfaces view={view} more={rest} hasOwnLink={hasOwnLink} />, main)
    // And a press must not wait for the page's own layout.
    if (before !== 'none' && surface === 'none') afterPaint(inPage)
    else inPage()
    if (!opened) return
    if (surface !== 'none') told.drawn(() => main.querySelector(`[data-surface="${surface}"]`), surface)
    if (surface === 'banner') idle(more.want)
    if (before === 'preferences' || before === 'card') rest?.focus.giveBack()
  }

  /** What stands in the page itself, and the room that the banner takes there. */
  function inPage(): void {
    if (stopped) return
    more.get()?.inPage(view)
    banner.follow(main.querySelector('.banner'))
  }

  const decide: View['decide'] = (event, via, choices) => {
    const from = surfaceOf(event)
    const notice = from ? noticeOf(from, { surface: via, locale, controller }) : undefined
    // Pressed while the panel was on its way: the banner that stands is what is answered.
    if (via === 'banner' && store.get().surface !== via) store.send({ type: 'hide' })
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

  const hear = (change?: Change) => {
    if (change?.input.type === 'show') near = change.input.near
    if (change?.input.type !== 'shown') draw()
  }
  const leave = store.subscribe((_, change) => hear(change))
  // Frames and links may come later; a router may swap the body.
  const watcher = new MutationObserver(schedule)
  watcher.observe(page.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['open', 'src', 'data-src', 'data-latchkey-waits', 'href', 'data-latchkey-open'],
  })
  hear(woken)

  return () => {
    stopped = true
    leave()
    watcher.disconnect()
    told.stop()
    saved.stop()
    more.get()?.stop()
    banner.follow(null)
    render(null, main)
    ;(given ? root : host).remove()
  }
}

function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work))
}

/** Whether something opens whose code a first visit does not fetch. */
function opens({ surface }: ConsentState): boolean {
  return surface === 'preferences' || surface === 'card'
}

function idleIn(window: Window | null): Parts['idle'] {
  return (work) => {
    // An element of that name may stand there where Safari has none (B5).
    if (typeof window?.requestIdleCallback === 'function') window.requestIdleCallback(work)
    else window?.setTimeout(work, 500)
  }
}

interface SurfacesProps {
  readonly view: View
  readonly more: MoreSurfaces | null
  readonly hasOwnLink: boolean
}

function Surfaces({ view, more, hasOwnLink }: SurfacesProps) {
  return (
    <>
      {view.state.surface === 'banner' && <Banner view={view} />}
      {more?.opened(view)}
      <Dock view={view} hasOwnLink={hasOwnLink}>
        {more?.chatting(view)}
      </Dock>
      {more?.launcher(view)}
    </>
  )
}
