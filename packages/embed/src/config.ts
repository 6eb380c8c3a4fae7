import type { Purpose, PurposeId } from '@latchkey/core'
import { catalogue, type Entry } from './catalogue.ts'
import {
  isAttribute,
  type Json,
  kebab,
  kind,
  ON_USE,
  own,
  PURPOSES,
  readJson,
  readList,
  SETTINGS,
  splitService,
  text,
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
  /** Everything that was set, unchecked; what only later code needs, it reads by `settings.ts`. */
  readonly settings: Json
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
  const named: Record<string, unknown> = { __proto__: null }
  const settings: Record<string, unknown> = { __proto__: null, ...json }
  let odd = !json || Object.entries(json).some(([name, value]) => SETTINGS[name] !== kind(value))
  for (const [name, value] of Object.entries({ ...tag?.dataset })) {
    const purpose = kebab(name)
    if (PURPOSES.includes(purpose)) named[purpose] = value
    else {
      odd ||= !isAttribute(name) || (settings[name] ?? value) !== value
      settings[name] ??= value
    }
  }
  const { controller, privacy } = settings
  const services: ServiceConfig[] = []
  const detailed = own(settings.purposes)
  const purposes = Object.entries({ ...named, ...detailed }).map(([id, value]): Purpose => {
    const { services: list, ask, necessary, revision } = kind(value) === 'object' ? own(value) : { services: value }
    const wanted = readList(list)
    const used = wanted.flatMap((one): ServiceConfig[] => {
      const service = splitService(one)
      // By own property only: nobody's markup may name what every object inherits (B6).
      const entry = Object.hasOwn(catalogue, service.service) && catalogue[service.service]
      return entry && entry.pattern.test(service.id) ? [{ ...service, entry, needs: id }] : []
    })
    odd ||= used.length < wanted.length || !/^[a-z0-9-]{1,32}$/.test(id) || (id in named && id in detailed)
    // Without a controller nobody can be told who asks (LR-11), so nothing may ever start.
    if (text(controller)) services.push(...used)
    return {
      id,
      ask: ask === 'on-use' || (ask !== 'first' && ON_USE.includes(id)) ? 'on-use' : 'first',
      necessary: necessary === true,
      revision: text(revision) || revisionOf(used),
    }
  })
  odd ||= !text(controller) || !text(privacy) || purposes.length === 0
  return { config: { settings, purposes, services }, odd }
}

/** Another set of services under a purpose is another question (LR-10): two letters of each, at most eight. */
function revisionOf(services: readonly ServiceConfig[]): string {
  const letters = services.map(({ service }) => service.slice(0, 2))
  return letters.sort().join('').slice(0, 16)
}
