export type Json = Readonly<Record<string, unknown>>

/** Settings that are a text, in attributes (`data-controller`) and JSON (`controller`) alike. */
export const TEXTS = ['controller', 'privacy', 'contact', 'records', 'region', 'lang', 'site', 'policy'] as const

/** Settings of other kinds, and what each has to be in the JSON. */
export const OTHERS: Readonly<Record<string, string>> = {
  trustMarkup: 'boolean',
  purposes: 'object',
  origins: 'list',
  chat: 'object',
  rules: 'object',
  $schema: 'string',
}

/** Asked when the shopper uses them: «Accept all» never covers them. */
export const ON_USE = ['chat', 'chat-marketing', 'chat-training', 'video', 'maps', 'try-on']

/** Purposes that an attribute of the tag may name. Others are named in the JSON. */
export const PURPOSES = ['analytics', 'marketing', 'personalisation', 'reviews', ...ON_USE]

/** `{}` where there is none, `null` where it cannot be read. */
export function readJson(document: Document): Json | null {
  const element = document.querySelector('script#latchkey-config[type="application/json"]')
  if (!element) return {}
  try {
    const value: unknown = JSON.parse(element.textContent ?? '')
    return isObject(value) ? value : null
  } catch {
    return null // what is wrong with it is said by the check
  }
}

/** `"a:1, b:2"` or a list. */
export function readList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return value.split(',').flatMap((part) => part.trim() || [])
  return value === undefined ? [] : [value]
}

/** A service's name, id and options, however they were written. */
export function splitService(value: unknown): { readonly service: string; readonly id: string; readonly options: Json } {
  if (isObject(value)) return { service: String(own(value, 'service')), id: String(own(value, 'id') ?? ''), options: value }
  const [service = '', ...rest] = typeof value === 'string' ? value.split(':') : []
  return { service, id: rest.join(':'), options: {} }
}

/** Whether an id is of the vendor's form; a vendor without a form takes none. */
export function fits(pattern: RegExp | null, id: string): boolean {
  return pattern ? pattern.test(id) : id === ''
}

export function isText(name: string): boolean {
  return (TEXTS as readonly string[]).includes(name)
}

/** What a setting has to be in the JSON; `undefined` if there is no such setting. */
export function kindOf(name: string): unknown {
  return isText(name) ? 'string' : own(OTHERS, name)
}

export function kind(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own members only: a page that polluted `Object.prototype` must not set us up. */
export function own(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
