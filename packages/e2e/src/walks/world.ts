import type { Page } from '@playwright/test'
import type { Seen } from './in-page.ts'
import { type Decision, type Device, decided } from './model.ts'
import type { Visit } from './site.ts'
import type { Plan, PurposeId } from './steps.ts'

export interface Tab {
  readonly page: Page
  /** The addresses that were gone through, and where in them the tab is. */
  readonly path: string[]
  at: number
  /**
   * The page that was left in the very task of a withdrawal. Where something ran that cannot be stopped, its reload
   * and the way to the next page race, and either may win.
   */
  left: { readonly doc: number; readonly path: string } | null
}

/** Everything that one walk knows: what was done, and what must therefore be so. */
export interface World {
  readonly plan: Plan
  readonly visit: Visit
  readonly tabs: Tab[]
  /** How far the device's clock has moved, in milliseconds. */
  offset: number
  /** What the browser says on pages that are loaded from now on. */
  gpc: boolean
  /** The model's device now, and as it was before the step. */
  device: Device
  before: Device
  /** Marked elements that were put into a page, and the raw requests of this step that have to arrive. */
  readonly marked: { readonly doc: number; readonly purpose: PurposeId; readonly why: string }[]
  readonly expected: { readonly doc: number; readonly number: number }[]
  /** Marked elements that have been asked for; once is enough for good. */
  readonly arrived: Set<string>
  /** What each open tab said when it last came to rest. */
  readonly seen: Map<Tab, Seen>
  now(): number
  /** An address of the shop that nobody has been to. */
  place(): string
  open(): Promise<void>
}

/** A shop, a device that has never been there, and one tab. */
export async function worldOf(visit: Visit, plan: Plan, newPage: () => Promise<Page>): Promise<World> {
  let places = 0
  const device: Device = { region: plan.region, now: Date.now(), answers: {}, decisions: [] }
  const world: World = {
    plan,
    visit,
    tabs: [],
    offset: 0,
    gpc: false,
    device,
    before: device,
    marked: [],
    expected: [],
    arrived: new Set(),
    seen: new Map(),
    now: () => Date.now() + world.offset,
    place: () => `${visit.origin}/p/${++places}`,
    async open() {
      const page = await newPage()
      const address = world.place()
      world.tabs.push({ page, path: [address], at: 0, left: null })
      await page.goto(address, { waitUntil: 'commit' })
    },
  }
  await world.open()
  return world
}

/** A tab goes on to another address. */
export function follow(tab: Tab, address: string): void {
  tab.path.splice(tab.at + 1, tab.path.length, address)
  tab.at += 1
}

/** Somebody says something on the device. */
export function say(world: World, decision: Decision): void {
  world.device = decided({ ...world.device, now: world.now() }, decision)
}

export function gpcOf({ visit }: World, doc: number): boolean {
  return visit.gpc.get(doc) ?? false
}
