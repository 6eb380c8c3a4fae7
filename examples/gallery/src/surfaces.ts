import type { TagAttributes } from '@latchkey/example-storefront'

/** How one surface is brought onto a page: by its tag, and by calls that any shop could make. */
export interface Surface {
  readonly id: string
  readonly title: string
  /** Whether it asks something, so that it has to ask fairly. */
  readonly asks: boolean
  /** The page of the shop that it stands on. */
  readonly path: string
  /** Attributes of the tag that differ from the shop's usual ones. */
  readonly tag?: TagAttributes
  /** What the page calls, in order: `$latchkey.push(…)`. */
  readonly calls?: readonly (readonly [method: string, ...args: readonly unknown[]])[]
  /** The browser sends Global Privacy Control. */
  readonly signal?: boolean
  /** The page has a way back of its own, so ours is not drawn. @default true */
  readonly ownLink?: boolean
  /** What is there once it stands. Lies in a shadow root of ours. */
  readonly shows: string
}

// Whatever a frame grants has no vendor: nobody outside is asked for anything.
const everySurface = [
  { id: 'banner', title: 'Banner', asks: true, path: '/', shows: '[data-surface="banner"]' },
  {
    id: 'banner-many',
    title: 'Banner with four purposes',
    asks: true,
    path: '/',
    tag: { personalisation: '', reviews: '' },
    shows: '[data-surface="banner"]',
  },
  {
    id: 'banner-it',
    title: 'Banner in Italy, with an ✕',
    asks: true,
    path: '/',
    tag: { region: 'IT' },
    shows: '[data-surface="banner"]',
  },
  {
    id: 'preferences',
    title: 'Preferences',
    asks: true,
    path: '/',
    tag: { contact: 'privacy@linden-oak.example', maps: '' },
    calls: [['open', 'preferences']],
    shows: '[data-surface="preferences"]',
  },
  {
    id: 'history',
    title: 'Preferences, at the history',
    asks: true,
    path: '/',
    tag: { contact: 'privacy@linden-oak.example', reviews: '' },
    calls: [['deny'], ['grant', ['reviews']], ['open', 'preferences']],
    shows: '.history',
  },
  {
    id: 'chat-card',
    title: 'Chat card',
    asks: true,
    path: '/help',
    tag: { 'chat-marketing': '', 'chat-training': '' },
    calls: [['deny'], ['ask', 'chat']],
    shows: '[data-surface="card"]',
  },
  {
    id: 'card-maps',
    title: 'Card for a map',
    asks: true,
    path: '/help',
    tag: { maps: '' },
    calls: [['deny'], ['ask', 'maps']],
    shows: '[data-surface="card"]',
  },
  {
    id: 'video-tile',
    title: 'Tile in place of a video',
    asks: true,
    path: '/furniture/halden',
    calls: [['deny']],
    shows: '[data-surface="placeholder"]',
  },
  {
    id: 'dock',
    title: 'Way back and chat launcher',
    asks: false,
    path: '/',
    calls: [['deny']],
    ownLink: false,
    shows: '.dock',
  },
  {
    id: 'opt-out',
    title: 'Preferences where people opt out',
    asks: true,
    path: '/',
    tag: { region: 'US-CA' },
    calls: [['open', 'preferences']],
    shows: '[data-surface="preferences"]',
  },
  {
    id: 'signal',
    title: 'An opt-out signal was honoured',
    asks: false,
    path: '/',
    tag: { region: 'US-CA' },
    signal: true,
    ownLink: false,
    shows: '.dock .note',
  },
] as const satisfies readonly Surface[]

export type SurfaceId = (typeof everySurface)[number]['id']

/** Every surface of the SDK, in the order in which a shopper may meet them. */
export const surfaces: readonly (Surface & { readonly id: SurfaceId })[] = everySurface
