import { expect, type Locator, type Page } from '@playwright/test'

/** A surface of the SDK, by the hooks that it promises to keep. */
interface Surface {
  readonly root: Locator
  see(): Promise<void>
  /** Not on the screen; with nothing that could bring it in sight of itself. */
  seeNone(): Promise<void>
  action(name: string): Locator
  switchOf(purpose: string): Locator
}

export interface Banner extends Surface {
  accept(): Promise<void>
  reject(): Promise<void>
  save(): Promise<void>
  /** Opens the preferences. */
  settings(): Promise<void>
  /** The ✕, where the law wants one. */
  close(): Promise<void>
}

export interface Preferences extends Surface {
  /** By the shop's own link. */
  open(): Promise<void>
  accept(): Promise<void>
  reject(): Promise<void>
  save(): Promise<void>
  close(): Promise<void>
}

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

export function preferencesOf(page: Page): Preferences {
  const own = surface(page, 'preferences')
  return {
    ...own,
    ...presses(own, { accept: 'accept', reject: 'reject', save: 'save', close: 'close' }),
    async open() {
      await page.locator('footer a[href="#privacy-choices"]').click()
      await own.see()
    },
  }
}

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

export function tileOf(page: Page): Tile {
  const own = surface(page, 'placeholder')
  return { ...own, ...presses(own, { playOnce: 'once', always: 'accept' }) }
}

function surface(page: Page, name: string): Surface {
  const root = page.locator(`[data-surface="${name}"]`)
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
