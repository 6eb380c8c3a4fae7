import { type Markup, type MarkupOptions, markup } from '@latchkey/browser'
import type { Config } from '../config.ts'
import { readSettings } from '../settings.ts'

/** The gate of marked elements, with what the site's settings vouch for. */
export function start({ config, ...options }: MarkupOptions & { readonly config: Config }): Markup {
  const { origins, trustMarkup } = readSettings(config)
  return markup({ ...options, origins, trustMarkup })
}
