import type { ServiceFacts } from '@latchkey/core'
import { en, ui, type UiOptions } from '@latchkey/ui'
import type { Config } from '../config.ts'
import { readSettings } from '../settings.ts'
import { own, text } from '../vocabulary.ts'

/** What the panel is made from. */
export interface PanelParts extends Pick<UiOptions, 'nonce' | 'history' | 'activate' | 'report'> {
  readonly config: Config
  /** Of every service there is. */
  readonly facts: Readonly<Record<string, ServiceFacts>>
  /** Texts in the page's language; English if there are none. */
  readonly texts: { readonly texts: UiOptions['texts'] } | undefined
  /** The page's language; empty if it does not say. */
  readonly locale: string
}

/** The surfaces of a page that is set up by a script tag. */
export function panel({ config, facts, texts, locale, ...parts }: PanelParts): ReturnType<typeof ui> {
  const { controller, privacy, contact, chat, purposes } = readSettings(config)
  return ui({
    ...parts,
    controller,
    privacyUrl: privacy || undefined,
    contact: contact || undefined,
    texts: texts?.texts ?? en,
    locale: texts || /^en\b/i.test(locale) ? locale : 'en',
    chat,
    purposes: Object.fromEntries(Object.entries(purposes).map(([id, detail]) => [id, words(detail)])),
    services: [...new Set(config.services.map(({ service }) => service))].flatMap((id) => {
      const known = Object.values(facts).find((fact) => fact.id === id)
      const needs = config.services.flatMap(({ service, needs }) => (service === id ? needs : []))
      return known ? { id, facts: known, needs: [...new Set(needs)] } : []
    }),
  })
}

function words(detail: unknown): { readonly title: string | undefined; readonly text: string | undefined } {
  const said = own(detail)
  return { title: text(said.title) || undefined, text: text(said.text) || undefined }
}
