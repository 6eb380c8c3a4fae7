import type { Purpose, PurposeId } from '@latchkey/core'
import type { RegimeOptions } from '@latchkey/regimes'
import { catalogue } from './catalogue.ts'
import { fits, isObject, isText, type Json, kebab, kind, kindOf, ON_USE, PURPOSES, readJson, readList, splitService, TEXTS } from './vocabulary.ts'

/** One service of one purpose, as the site set it up. */
export interface ServiceConfig {
  readonly service: string
  /** The vendor's id; empty where the service takes none. */
  readonly id: string
  readonly needs: PurposeId
  readonly options: Json
}

/** A purpose, as the site set it up: with its own words, where it gave some. */
export interface PurposeConfig extends Purpose {
  readonly detail: Json
}

/** How the site's assistant introduces itself. */
export interface ChatConfig {
  readonly ai?: boolean | undefined
  readonly human?: string | undefined
  readonly email?: string | undefined
  readonly launcher?: boolean | undefined
}

/** The script tag and the JSON beside it. Texts that were not given are empty. */
export interface Config extends Readonly<Record<(typeof TEXTS)[number], string>> {
  readonly trustMarkup: boolean
  readonly origins: readonly string[]
  readonly purposes: readonly PurposeConfig[]
  readonly services: readonly ServiceConfig[]
  readonly chat: ChatConfig
  /** Where the law leaves a choice to the site. */
  readonly rules: RegimeOptions
}

/**
 * Reads the tag's attributes and `<script type="application/json" id="latchkey-config">`; the JSON wins. What is not
 * understood is left out, so that nothing is ever loaded for it, and makes the result `odd`: the sentences about it
 * come with code of their own (`check-config.ts`), which a page without mistakes never loads.
 */
export function readConfig(document: Document, tag: HTMLElement | null): { readonly config: Config; readonly odd: boolean } {
  const attributes: Json = { ...tag?.dataset }
  const json = readJson(document)
  const named: Record<string, unknown> = { __proto__: null }
  const settings: Record<string, unknown> = { __proto__: null, ...json }
  const members = (name: string): Json => (isObject(settings[name]) ? settings[name] : {})
  let odd = !json || Object.entries(json).some(([name, value]) => kindOf(name) !== kind(value))
  for (const [name, value] of Object.entries(attributes)) {
    const purpose = kebab(name)
    if (PURPOSES.includes(purpose)) named[purpose] = value
    else if (name in settings ? settings[name] !== value : !(isText(name) || name === 'trustMarkup')) odd = true
    else settings[name] = value
  }
  odd ||= Object.keys(members('purposes')).some((id) => id in named)

  const services: ServiceConfig[] = []
  const purposes = Object.entries({ ...named, ...members('purposes') }).map(([id, value]): PurposeConfig => {
    const detail: Json = { __proto__: null, ...(isObject(value) ? value : { services: value }) }
    const list = readList(detail.services)
    const used = list.flatMap((one) => readService(one, id) ?? [])
    odd ||= used.length < list.length || !/^[a-z0-9-]{1,32}$/.test(id)
    services.push(...used)
    return {
      id,
      ask: detail.ask === 'first' || detail.ask === 'on-use' ? detail.ask : ON_USE.includes(id) ? 'on-use' : 'first',
      necessary: detail.necessary === true,
      revision: typeof detail.revision === 'string' ? detail.revision : revisionOf(used),
      detail,
    }
  })

  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name] : '')
  const texts = Object.fromEntries(TEXTS.map((name) => [name, text(name)])) as Record<(typeof TEXTS)[number], string>
  const { origins, trustMarkup } = settings
  const config: Config = {
    ...texts,
    trustMarkup: trustMarkup === true || trustMarkup === '' || trustMarkup === 'true',
    origins: Array.isArray(origins) ? origins : [],
    purposes,
    // Without a controller nobody can be told who asks (LR-11), so nothing may ever start.
    services: texts.controller ? services : [],
    chat: members('chat'),
    // What a shopper asks for by using it is not sold by it; everything else may be, unless the site says otherwise.
    rules: { sale: purposes.flatMap(({ id, ask }) => (ask === 'first' ? id : [])), ...members('rules') },
  }
  return { config, odd: odd || !texts.controller || !texts.privacy || purposes.length === 0 }
}

/** `"ga4:G-XXXXXXX"` or `{"service": "ga4", "id": "G-XXXXXXX", …options}`; `undefined` if it is neither, or unknown. */
function readService(value: unknown, needs: PurposeId): ServiceConfig | undefined {
  const { service, id, options } = splitService(value)
  const entry = Object.hasOwn(catalogue, service) ? catalogue[service] : undefined
  return entry && fits(entry.pattern, id) ? { service, id, needs, options } : undefined
}

/** Another set of services under a purpose is another question (LR-10): a short name for the set. */
function revisionOf(services: readonly ServiceConfig[]): string {
  let hash = 5381
  for (const char of services.map(({ service }) => service).sort().join()) hash = (hash * 33 + char.charCodeAt(0)) >>> 0
  return hash.toString(36)
}
