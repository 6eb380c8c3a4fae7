import type { ServiceFacts } from '@latchkey/core'
import { en, ui, type UiOptions } from '@latchkey/ui'
import type { Config } from '../config.ts'

/** What the panel is made from. */
export interface PanelParts extends Pick<UiOptions, 'nonce' | 'history' | 'activate' | 'report' | 'document'> {
  readonly config: Config
  readonly facts: readonly ServiceFacts[]
  /** Texts in the page's language; English if there are none. */
  readonly texts: UiOptions['texts'] | undefined
  readonly locale: string
}

/** The surfaces of a page that is set up by a script tag. */
export function panel({ config, facts, texts = en, locale, ...parts }: PanelParts): ReturnType<typeof ui> {
  const { controller, privacy, contact, chat, purposes, services } = config
  return ui({
    ...parts,
    controller,
    privacyUrl: privacy || undefined,
    contact: contact || undefined,
    texts,
    locale,
    chat,
    purposes: Object.fromEntries(purposes.map(({ id, detail }) => [id, { title: text(detail.title), text: text(detail.text) }])),
    services: facts.map((fact) => ({
      id: fact.id,
      facts: fact,
      needs: [...new Set(services.flatMap(({ service, needs }) => (service === fact.id ? needs : [])))],
    })),
  })
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
