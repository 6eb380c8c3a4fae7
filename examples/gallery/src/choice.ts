import { languages } from '@latchkey/ui/texts'
import { type SurfaceId, surfaces } from './surfaces.ts'

/** What one frame shows. */
export interface FrameChoice {
  readonly surface: SurfaceId
  /** @default 'en' */
  readonly lang?: string | undefined
  /** The page's own light or dark. @default the reader's */
  readonly scheme?: Scheme | undefined
  /** A theme of `@latchkey/ui`, or `none` for the SDK's own colours. @default the shop's */
  readonly theme?: string | undefined
  /** Whose law applies. @default the surface's own, else `DE` */
  readonly region?: string | undefined
}

export type Scheme = 'light' | 'dark'

/** Every language that the surfaces speak, by its tag. */
export const langs: readonly string[] = ['en', ...Object.keys(languages)]

/**
 * Where a frame is.
 *
 * @example
 * frameAddress({ surface: 'banner', lang: 'ar' }) // '/gallery/frame?surface=banner&lang=ar'
 */
export function frameAddress(choice: FrameChoice): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(choice)) if (value) query.set(name, value)
  return `/gallery/frame?${query}`
}

/** Reads an address of that kind; `null` if there is no such surface. What is unknown beside it is left out. */
export function readChoice(query: URLSearchParams, themes: readonly string[]): FrameChoice | null {
  const surface = surfaces.find(({ id }) => id === query.get('surface'))
  if (!surface) return null
  const one = (name: string, known: readonly string[]) => known.find((value) => value === query.get(name))
  return {
    surface: surface.id,
    lang: one('lang', langs),
    scheme: readScheme(query.get('scheme')),
    theme: one('theme', ['none', ...themes]),
    region: /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.exec(query.get('region') ?? '')?.[0],
  }
}

export function readScheme(value: string | null): Scheme | undefined {
  return value === 'light' || value === 'dark' ? value : undefined
}
