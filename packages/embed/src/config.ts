import type { PurposeId, ReportProblem } from '@latchkey/core'
import type { RegimeOptions } from '@latchkey/regimes'
import { catalogue } from './catalogue.ts'

/** One service of one purpose, as the site set it up. */
export interface ServiceConfig {
  readonly service: string
  /** The vendor's id; empty where the service takes none. */
  readonly id: string
  readonly needs: PurposeId
  readonly options: Readonly<Record<string, unknown>>
}

/** A purpose, as the site set it up. */
export interface PurposeConfig {
  readonly id: PurposeId
  readonly ask: 'first' | 'on-use'
  readonly necessary: boolean
  readonly revision: string
  readonly title?: string | undefined
  readonly text?: string | undefined
}

/** How the site's assistant introduces itself. */
export interface ChatConfig {
  readonly ai?: boolean | undefined
  readonly human?: string | undefined
  readonly email?: string | undefined
  readonly launcher?: boolean | undefined
}

/** The script tag and the JSON beside it, read once and checked. */
export interface Config {
  readonly controller: string
  readonly privacy?: string | undefined
  readonly records?: string | undefined
  readonly region?: string | undefined
  readonly lang?: string | undefined
  readonly site?: string | undefined
  readonly policy: string
  readonly trustMarkup: boolean
  readonly origins: readonly string[]
  readonly purposes: readonly PurposeConfig[]
  readonly services: readonly ServiceConfig[]
  readonly chat: ChatConfig
  /** Where the law leaves a choice to the site. */
  readonly rules: RegimeOptions
}

/** Purposes that an attribute of the tag may name. Others are named in the JSON. */
const PURPOSES = [
  'analytics',
  'marketing',
  'personalisation',
  'reviews',
  'chat',
  'chat-marketing',
  'chat-training',
  'video',
  'maps',
  'try-on',
]

/** Asked when the shopper uses them (design: «Accept all» never covers them). */
const ON_USE = ['chat', 'chat-marketing', 'chat-training', 'video', 'maps', 'try-on']

/** Every other setting, and what it has to be. */
const SETTINGS = {
  controller: 'string',
  privacy: 'string',
  records: 'string',
  region: 'string',
  lang: 'string',
  site: 'string',
  policy: 'string',
  trustMarkup: 'boolean',
} as const

const JSON_ONLY = ['$schema', 'purposes', 'origins', 'chat', 'rules']

type Json = Readonly<Record<string, unknown>>

/**
 * Reads the tag's attributes and `<script type="application/json" id="latchkey-config">`. Every mistake is one
 * problem, and what it is about is left out: nothing that is not understood is ever loaded.
 */
export function readConfig(document: Document, tag: HTMLElement | null, report: ReportProblem): Config {
  const json = readJson(document, report)
  const settings: Record<string, unknown> = Object.create(null)
  const purposes = new Map<PurposeId, PurposeConfig>()
  const services: ServiceConfig[] = []

  const addPurpose = (id: PurposeId, value: unknown, where: string) => {
    const detail = isObject(value) ? value : {}
    const list = isObject(value) ? own(value, 'services') : value
    if (!/^[a-z0-9-]{1,32}$/.test(id))
      return report({ code: 'C107', where, got: id, expected: 'lower-case letters, digits and hyphens' })
    const names = (typeof list === 'string' ? list.split(',') : Array.isArray(list) ? list : [])
      .map((name) => (typeof name === 'string' ? name.trim() : name))
      .filter((name) => name !== '')
    const own_ = names.flatMap((name) => readService(name, id, where, report) ?? [])
    services.push(...own_)
    const text = (key: string) =>
      typeof own(detail, key) === 'string' ? (own(detail, key) as string) : undefined
    purposes.set(id, {
      id,
      ask:
        own(detail, 'ask') === 'first' || own(detail, 'ask') === 'on-use'
          ? (own(detail, 'ask') as 'first')
          : ON_USE.includes(id)
            ? 'on-use'
            : 'first',
      necessary: own(detail, 'necessary') === true,
      revision: text('revision') ?? revisionOf(own_),
      title: text('title'),
      text: text('text'),
    })
  }

  for (const [name, value] of Object.entries(tag?.dataset ?? {})) {
    const where = `data-${kebab(name)}`
    if (PURPOSES.includes(kebab(name))) {
      if (
        json &&
        isObject(own(json, 'purposes')) &&
        Object.hasOwn(own(json, 'purposes') as Json, kebab(name))
      )
        report({ code: 'C106', where })
      else addPurpose(kebab(name), value, where)
    } else if (Object.hasOwn(SETTINGS, name)) {
      settings[name] = name === 'trustMarkup' ? value !== 'false' : value
    } else {
      report({
        code: 'C104',
        where,
        got: kebab(name),
        expected: [...PURPOSES, ...Object.keys(SETTINGS).map(kebab)].join(' '),
      })
    }
  }

  for (const [name, value] of Object.entries(json ?? {})) {
    const where = `latchkey-config: ${name}`
    if (Object.hasOwn(SETTINGS, name)) {
      const expected = SETTINGS[name as keyof typeof SETTINGS]
      // biome-ignore lint/suspicious/useValidTypeof: one of the two names in SETTINGS
      if (typeof value !== expected) report({ code: 'C107', where, got: typeof value, expected })
      else {
        if (name in settings && settings[name] !== value) report({ code: 'C106', where })
        settings[name] = value
      }
    } else if (!JSON_ONLY.includes(name)) {
      report({ code: 'C104', where, got: name, expected: [...Object.keys(SETTINGS), ...JSON_ONLY].join(' ') })
    }
  }
  const named = json && own(json, 'purposes')
  if (isObject(named))
    for (const [id, value] of Object.entries(named)) addPurpose(id, value, `latchkey-config: purposes.${id}`)
  else if (named)
    report({ code: 'C107', where: 'latchkey-config: purposes', got: typeof named, expected: 'object' })

  const origins = json && own(json, 'origins')
  const chat = json && own(json, 'chat')
  const rules = json && own(json, 'rules')
  const text = (name: string) =>
    typeof settings[name] === 'string' && settings[name] !== '' ? (settings[name] as string) : undefined
  if (!text('controller'))
    report({ code: 'C101', where: 'data-controller', expected: 'data-controller="Your Company Ltd"' })
  if (!text('privacy')) report({ code: 'C113', where: 'data-privacy', expected: 'data-privacy="/privacy"' })
  if (!text('records')) report({ code: 'C301', where: 'data-records', expected: 'data-records="/latchkey"' })
  if (purposes.size === 0)
    report({ code: 'C111', where: 'script tag', expected: 'data-analytics="ga4:G-XXXXXXX"' })
  return {
    controller: text('controller') ?? '',
    privacy: text('privacy'),
    records: text('records'),
    region: text('region'),
    lang: text('lang'),
    site: text('site'),
    policy: text('policy') ?? '1',
    trustMarkup: settings.trustMarkup === true,
    origins: Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [],
    purposes: [...purposes.values()],
    // Without a controller nobody may be asked for anything (LR-11), so nothing may ever start.
    services: text('controller') ? services : [],
    chat: isObject(chat) ? (chat as ChatConfig) : {},
    rules: isObject(rules) ? (rules as RegimeOptions) : {},
  }
}

function readJson(document: Document, report: ReportProblem): Json | null {
  const element = document.querySelector('script#latchkey-config[type="application/json"]')
  if (!element) return null
  try {
    const value: unknown = JSON.parse(element.textContent ?? '')
    if (isObject(value)) return value
    report({ code: 'C105', where: '#latchkey-config', got: 'not an object' })
  } catch (error) {
    report({ code: 'C105', where: '#latchkey-config', got: String(error) })
  }
  return null
}

/** `"ga4:G-XXXXXXX"` or `{"service": "ga4", "id": "G-XXXXXXX", …options}`. */
function readService(
  value: unknown,
  needs: PurposeId,
  where: string,
  report: ReportProblem,
): ServiceConfig | undefined {
  const [service, id, options] = isObject(value)
    ? [own(value, 'service'), own(value, 'id') ?? '', value]
    : typeof value === 'string'
      ? [value.split(':', 1)[0], value.split(':').slice(1).join(':'), {}]
      : []
  if (typeof service !== 'string' || typeof id !== 'string') {
    report({ code: 'C107', where, got: typeof value, expected: '"service:id"' })
    return undefined
  }
  const entry = Object.hasOwn(catalogue, service) ? catalogue[service] : undefined
  if (!entry) {
    report({ code: 'C102', where, got: service, expected: Object.keys(catalogue).join(' ') })
    return undefined
  }
  if (entry.pattern ? !entry.pattern.test(id) : id !== '') {
    report({
      code: 'C103',
      where,
      got: `${service}:${id}`,
      expected: entry.pattern ? String(entry.pattern) : `${service}, without an id`,
    })
    return undefined
  }
  return { service, id, needs, options: options ?? {} }
}

/** Another set of services under a purpose is another question (LR-10): a short name for the set. */
function revisionOf(services: readonly ServiceConfig[]): string {
  let hash = 5381
  for (const char of services
    .map(({ service }) => service)
    .sort()
    .join())
    hash = (hash * 33 + char.charCodeAt(0)) >>> 0
  return services.length > 0 ? hash.toString(36) : ''
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
