import type { RegimeOptions } from '@latchkey/regimes'
import type { Config } from './config.ts'
import { type Json, own, text } from './vocabulary.ts'

/** How the site's assistant introduces itself. */
export interface ChatConfig {
  readonly ai?: boolean | undefined
  readonly human?: string | undefined
  readonly email?: string | undefined
  readonly launcher?: boolean | undefined
}

/** What the site set, with nothing in it that is of the wrong kind. Texts that were not given are empty. */
export interface Settings {
  readonly controller: string
  readonly privacy: string
  readonly contact: string
  readonly records: string
  readonly region: string
  readonly lang: string
  readonly site: string
  readonly trustMarkup: boolean
  readonly origins: readonly string[]
  readonly chat: ChatConfig
  /** The site's own words for its purposes. */
  readonly purposes: Json
  /** Where the law leaves a choice to the site. */
  readonly rules: RegimeOptions
}

/** Reads what only code needs that is loaded later. */
export function readSettings({ settings, purposes }: Config): Settings {
  const { trustMarkup, origins } = settings
  return {
    controller: text(settings.controller),
    privacy: text(settings.privacy),
    contact: text(settings.contact),
    records: text(settings.records),
    region: text(settings.region),
    lang: text(settings.lang),
    site: text(settings.site),
    trustMarkup: trustMarkup === true || trustMarkup === '' || trustMarkup === 'true',
    origins: Array.isArray(origins) ? origins : [],
    chat: own(settings.chat),
    purposes: own(settings.purposes),
    // What a shopper asks for by using it is not sold by it; everything else may be, unless the site says otherwise.
    rules: { sale: purposes.flatMap(({ id, ask }) => (ask === 'first' ? id : [])), ...own(settings.rules) },
  }
}
