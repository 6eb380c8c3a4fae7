import type { Vector } from '../vector.ts'

/** An element with one address, set before it is put into the page. */
export function make(
  id: string,
  tag: 'script' | 'iframe' | 'embed' | 'object' | 'img' | 'video' | 'audio',
  extension: string,
  property: string,
): Vector {
  return { id, fire: ({ url, into }) => add(into, tag, { [property]: url(extension) }) }
}

export function add<T extends keyof HTMLElementTagNameMap>(
  into: Node,
  tag: T,
  properties: object,
): HTMLElementTagNameMap[T] {
  return into.appendChild(Object.assign(document.createElement(tag), properties))
}

export function link(properties: object): void {
  add(document.head, 'link', properties)
}

export function svg(tag: string, attribute?: string, value = ''): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const drawing = document.createElementNS(space, 'svg')
  const child = document.createElementNS(space, tag)
  for (const side of ['width', 'height']) child.setAttribute(side, '9')
  if (attribute) child.setAttribute(attribute, value)
  drawing.append(child)
  return drawing
}
