import { expect, type Locator, type Page } from '@playwright/test'

/** What opens the preferences on a page: docs/script-tag.md, «The way back». */
const OPENERS =
  'a[href="#privacy-choices"],[data-latchkey-open="preferences"],#latchkey [data-latchkey-action="settings"]'

/** A surface of the SDK, by the hooks that it promises to keep. */
interface Surface {
  readonly root: Locator
  see(): Promise<void>
  /** Not on the screen; with nothing that could bring it in sight of itself. */
  seeNone(): Promise<void>
  action(name: string): Locator
  switchOf(purpose: string): Locator
}

/** The question, by its buttons. */
export interface Banner extends Surface {
  accept(): Promise<void>
  reject(): Promise<void>
  save(): Promise<void>
  /** Opens the preferences. */
  settings(): Promise<void>
  /** The ✕, where the law wants one. */
  close(): Promise<void>
}

/** The panel with every purpose. */
export interface Preferences extends Surface {
  /** By the shop's own link, or by the button that the SDK puts on pages without one. */
  open(): Promise<void>
  accept(): Promise<void>
  reject(): Promise<void>
  save(): Promise<void>
  close(): Promise<void>
}

/** The question that stands beside what needs it: a chat, say. */
export interface Card extends Surface {
  /** By our launcher. */
  open(): Promise<void>
  /** «Start chat», or «Allow» for other purposes. */
  start(): Promise<void>
  /** «Not now». */
  notNow(): Promise<void>
  /** «End chat and delete here»: the card of a chat that runs. */
  end(): Promise<void>
}

/** The placeholder of a frame that has to wait. */
export interface Tile extends Surface {
  playOnce(): Promise<void>
  always(): Promise<void>
}

/** The page's banner. */
export function bannerOf(page: Page): Banner {
  const own = surface(page, 'banner')
  return {
    ...own,
    ...presses(own, {
      accept: 'accept',
      reject: 'reject',
      save: 'save',
      settings: 'settings',
      close: 'close',
    }),
  }
}

/** The page's preferences: the dialog if it is open, else those that stand in the page. */
export function preferencesOf(page: Page): Preferences {
  const own = surface(page, 'preferences')
  return {
    ...own,
    ...presses(own, { accept: 'accept', reject: 'reject', save: 'save', close: 'close' }),
    async open() {
      await page.locator(OPENERS).filter({ visible: true }).first().click()
      await own.see()
    },
  }
}

/** The page's card. */
export function cardOf(page: Page): Card {
  const own = surface(page, 'card')
  return {
    ...own,
    ...presses(own, { start: 'accept', notNow: 'close', end: 'reject' }),
    async open() {
      await page.locator('#latchkey [data-latchkey-action="chat"]').click()
      await own.see()
    },
  }
}

/** The page's first frame that waits. */
export function tileOf(page: Page): Tile {
  const own = surface(page, 'placeholder')
  return { ...own, ...presses(own, { playOnce: 'once', always: 'accept' }) }
}

function surface(page: Page, name: string): Surface {
  // Our own root stands first in the page, so what is open comes before what the page has written.
  const root = page.locator(`[data-surface="${name}"]`).first()
  return {
    root,
    see: () => expect(root).toBeVisible(),
    seeNone: () => expect(root).toBeHidden(),
    action: (action) => root.locator(`[data-latchkey-action="${action}"]`),
    switchOf: (purpose) => root.locator(`[data-latchkey-purpose="${purpose}"]`),
  }
}

function presses<Name extends string>(
  { action }: Surface,
  names: Readonly<Record<Name, string>>,
): Record<Name, () => Promise<void>> {
  const entries = Object.entries<string>(names).map(([name, hook]) => [name, () => action(hook).click()])
  return Object.fromEntries(entries) // of exactly these names
}
