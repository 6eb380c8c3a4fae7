import { type Json, kind, own } from './own.ts'

/** Every setting, and what it is in the JSON. Texts may be attributes of the tag as well: `data-controller`. */
export const SETTINGS: Json = {
  __proto__: null,
  ...Object.fromEntries(
    'controller privacy contact records region lang site policy $schema'
      .split(' ')
      .map((name) => [name, 'string']),
  ),
  trustMarkup: 'boolean',
  origins: 'list',
  purposes: 'object',
  chat: 'object',
  look: 'object',
  rules: 'object',
}

/** Asked when the shopper uses them: «Accept all» never covers them. */
export const ON_USE = 'chat chat-marketing chat-training video maps try-on'.split(' ')

/** Purposes that an attribute of the tag may name. Others are named in the JSON. */
export const PURPOSES = [...'analytics marketing personalisation reviews'.split(' '), ...ON_USE]

/** Whether an attribute of the tag may say it: `controller` for `data-controller`. */
export function isAttribute(name: string): boolean {
  return /^(string|boolean)$/.test(String(SETTINGS[name]))
}

/** `{}` where there is none, `null` where it cannot be read. */
export function readJson(document: Document): Json | null {
  const element = document.querySelector('script#latchkey-config')
  try {
    const value: unknown = element ? JSON.parse(element.textContent ?? '') : {}
    return kind(value) === 'object' ? own(value) : null
  } catch {
    return null // what is wrong with it is said by the check
  }
}

/** `"a:1, b:2"` or a list. */
export function readList(value: unknown): readonly unknown[] {
  return typeof value === 'string'
    ? value.split(',').flatMap((part) => part.trim() || [])
    : [value ?? []].flat()
}

/** A service's name, id and options, however they were written. */
export function splitService(value: unknown): {
  readonly service: string
  readonly id: string
  readonly options: Json
} {
  const options = own(value)
  const [service = '', ...id] =
    typeof value === 'string' ? value.split(':') : [options.service, options.id ?? ''].map(String)
  return { service, id: id.join(':'), options }
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
