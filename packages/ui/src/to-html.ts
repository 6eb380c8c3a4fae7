import { type ComponentChildren, isValidElement } from 'preact'

/** Of the elements that our surfaces use, those that have no end tag in HTML. */
const EMPTY = ['img', 'input']

/** What is said to the browser in another way than by an attribute, or to nobody. */
const NO_ATTRIBUTE = /^(children|key|ref|checked|on[A-Z].*)$/

/**
 * Writes what our surfaces are made of as HTML: functions without state, elements, texts. Everything is escaped, and a name
 * that is none of ours is an error, so nothing foreign can become markup (threat model, B2).
 */
export function toHtml(node: ComponentChildren): string {
  if (Array.isArray(node)) return node.map(toHtml).join('')
  if (node === null || node === undefined || typeof node === 'boolean') return ''
  if (!isValidElement(node)) return escaped(String(node))
  const { type } = node
  const props: Readonly<Record<string, unknown>> = node.props
  // Functions of their props: no surface is a class or keeps state.
  if (typeof type === 'function') return toHtml((type as (props: unknown) => ComponentChildren)(props))
  const attributes = Object.entries(props).map(([name, value]) => attribute(name, value))
  const start = `<${named(type)}${attributes.join('')}>`
  return EMPTY.includes(type) ? start : `${start}${toHtml(props.children as ComponentChildren)}</${type}>`
}

function attribute(name: string, value: unknown): string {
  if (NO_ATTRIBUTE.test(name) || value === undefined || value === null) return ''
  if (name === 'defaultChecked') return value ? ' checked' : ''
  // «false» is a word where ARIA asks for one, and a missing attribute everywhere else.
  if (value === false && !name.startsWith('aria-')) return ''
  return ` ${named(name)}="${value === true && !name.startsWith('aria-') ? '' : escaped(String(value))}"`
}

function named(name: string): string {
  if (/^[a-z][a-z\d-]*$/.test(name)) return name
  throw new Error(`[ui] toHtml: expected a name in small letters, got ${name}.`)
}

export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  }
  return text.replace(/[&<>"']/g, (sign) => `&${names[sign]};`)
}
