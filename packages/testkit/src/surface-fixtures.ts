import type { Page } from '@playwright/test'
import {
  type Banner,
  bannerOf,
  type Card,
  cardOf,
  type Preferences,
  preferencesOf,
  type Tile,
  tileOf,
} from './surfaces.ts'

/** The page's surfaces, by name. */
export interface SurfaceFixtures {
  readonly banner: Banner
  readonly preferences: Preferences
  readonly card: Card
  readonly tile: Tile
}

const on =
  <T>(surface: (page: Page) => T) =>
  async ({ page }: { readonly page: Page }, use: (surface: T) => Promise<void>) =>
    use(surface(page))

/** For `test.extend`, here and in our own lab. */
export const surfaceFixtures = {
  banner: on(bannerOf),
  preferences: on(preferencesOf),
  card: on(cardOf),
  tile: on(tileOf),
}
