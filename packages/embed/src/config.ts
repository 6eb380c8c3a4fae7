import type { Purpose, PurposeId } from '@latchkey/core'
import { catalogue, type Entry } from './catalogue.ts'
import { type Json, kind, own } from './own.ts'
import type { Said } from './settings.ts'
import {
  isAttribute,
  kebab,
  ON_USE,
  PURPOSES,
  readJson,
  readList,
  SETTINGS,
  splitService,
} from './vocabulary.ts'

/** One service of one purpose, as the site set it up. */
export interface ServiceConfig {
  readonly service: string
  readonly entry: Entry
  /** The vendor's id; empty where the service takes none. */
  readonly id: string
  readonly needs: PurposeId
  readonly options: Json
}

/** The script tag and the JSON beside it, as far as a visit needs them at once. */
export interface Config {
  /** What was set, and was understood. */
  readonly settings: Said
  readonly purposes: readonly Purpose[]
  readonly services: readonly ServiceConfig[]
}

/**
 * Reads the tag's attributes and `<script type="application/json" id="latchkey-config">`; the JSON wins. What is not
 * understood is left out, so that nothing is ever loaded for it, and makes the result `odd`: the sentences about it
 * come with code of their own (`check-config.ts`), which a page without mistakes never loads.
 */
export function readConfig(
  document: Document,
  tag: HTMLElement | null,
): { readonly config: Config; readonly odd: boolean } {
  const json = readJson(document)
  let odd = !json
  const named: Record<string, unknown> = { __proto__: null }
  const said: Record<string, unknown> = { __proto__: null }
  for (const [name, value] of Object.entries({ ...tag?.dataset })) {
    const purpose = kebab(name)
    if (PURPOSES.includes(purpose)) named[purpose] = value
    else if (isAttribute(name)) said[name] = value
    else odd = true
  }
  for (const [name, value] of Object.entries(json ?? {})) {
    const understood = SETTINGS[name] === kind(value)
    odd ||= !understood || name in said
    said[name] = understood ? value : undefined
  }
  const settings: Said = said // each was looked at
  const services: ServiceConfig[] = []
  const purposes = Object.entries({ ...named, ...settings.purposes }).map(([id, value]): Purpose => {
    const {
      services: list,
      ask,
      necessary,
      revision,
    } = own(kind(value) === 'object' ? value : { services: value })
    const wanted = readList(list)
    const used = wanted.flatMap((one): ServiceConfig[] => {
      const service = splitService(one)
      const entry = catalogue[service.service]
      return entry?.pattern.test(service.id) ? [{ ...service, entry, needs: id }] : []
    })
    odd ||= used.length < wanted.length || !/^[a-z0-9-]{1,32}$/.test(id) || (named[id] ?? value) !== value
    services.push(...used)
    return {
      id,
      ask: ask === 'on-use' || (ask !== 'first' && ON_USE.includes(id)) ? 'on-use' : 'first',
      necessary: necessary === true,
      revision: typeof revision === 'string' ? revision : revisionOf(used),
    }
  })
  const { controller, privacy } = settings
  return {
    // Without a controller nobody can be told who asks (LR-11), so nothing may ever start.
    config: { settings, purposes, services: controller ? services : [] },
    odd: odd || !controller || !privacy || !purposes.length,
  }
}

/** Another set of services under a purpose is another question (LR-10). */
function revisionOf(services: readonly ServiceConfig[]): string {
  return services
    .map(({ service }) => service)
    .sort()
    .join('_')
}
