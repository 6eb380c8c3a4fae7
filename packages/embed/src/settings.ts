import type { RegimeOptions } from '@latchkey/regimes'
import type { Config } from './config.ts'
import { type Json, own } from './own.ts'

/** How the site's assistant introduces itself. */
export interface ChatConfig {
  readonly ai?: boolean | undefined
  readonly human?: string | undefined
  readonly email?: string | undefined
  readonly launcher?: boolean | undefined
}

/** How the surfaces fit into the shop. Colours are custom properties (docs/ui.md): accept and refuse share one pair. */
export interface LookConfig {
  /** `inherit`: accent and radius from the shop's own buttons, where they can be read. @default ours */
  readonly theme?: 'inherit' | undefined
  /** A picture above the question, beside its heading. */
  readonly logo?: { readonly src: string; readonly alt: string } | undefined
  /** One more sentence of the site's own below the question, in the page's language. */
  readonly note?: string | undefined
}

/** What a site may set. Of what is inside the objects, nothing was looked at. */
export interface Said {
  readonly controller?: string | undefined
  readonly privacy?: string | undefined
  readonly contact?: string | undefined
  readonly records?: string | undefined
  readonly region?: string | undefined
  readonly lang?: string | undefined
  readonly site?: string | undefined
  readonly policy?: string | undefined
  readonly origins?: readonly string[] | undefined
  /** As an attribute, it is a text. */
  readonly trustMarkup?: boolean | string | undefined
  readonly chat?: ChatConfig | undefined
  readonly look?: LookConfig | undefined
  /** The site's own purposes and words, by purpose. */
  readonly purposes?: Json | undefined
  /** Where the law leaves a choice to the site. */
  readonly rules?: RegimeOptions | undefined
}

/** The same with nothing left open. Texts that were not given are empty. */
export interface Settings extends Required<{ readonly [Name in keyof Said]: NonNullable<Said[Name]> }> {
  readonly trustMarkup: boolean
}

/** What was set, for code that is loaded later; the first file reads what it needs from the config. */
export function readSettings({ settings, purposes }: Config): Settings {
  const { controller = '', privacy = '', contact = '', records = '', region = '' } = settings
  const { lang = '', site = '', policy = '', origins = [], trustMarkup } = settings
  return {
    ...{ controller, privacy, contact, records, region, lang, site, policy, origins },
    trustMarkup: trustMarkup === true || trustMarkup === '' || trustMarkup === 'true',
    chat: own(settings.chat),
    look: own(settings.look),
    purposes: own(settings.purposes),
    // What a shopper asks for by using it is not sold by it; everything else may be, unless the site says otherwise.
    rules: { sale: purposes.flatMap(({ id, ask }) => (ask === 'first' ? id : [])), ...own(settings.rules) },
  }
}
