import { isShown, scrub } from './attributes.ts'
import type { Hook, Realm } from './realm.ts'

/** What a tag says, without the tags of links, which shoppers follow themselves. */
const TAGS = /<(?!a\s|area\s)[a-z][^>]*>/gi

/** Markup as text. What could hold a refused address is parsed where nothing is asked for, and cleaned there. */
export const markupStrings: Hook = (realm) => {
  const { window, patch } = realm
  const { Element, ShadowRoot, Range } = window
  const inside = (self: object) => (self as Partial<ShadowRoot>).host ?? (self as Element)
  for (const { prototype } of [Element, ShadowRoot]) {
    patch(prototype, 'innerHTML setHTMLUnsafe', (go, args, self, name) => {
      const box = cleaned(realm, inside(self), args[0], (page) =>
        name === 'innerHTML'
          ? Reflect.set(page, name, args[0])
          : Reflect.apply(Reflect.get(page, name), page, args),
      )
      return box ? (self as Element).replaceChildren(...box.childNodes) : go()
    })
  }
  patch(Element.prototype, 'outerHTML', (go, args, self) => {
    const element = self as Element
    const box = cleaned(realm, element.parentElement, args[0], (page) =>
      Reflect.set(page, 'innerHTML', args[0]),
    )
    return box ? element.replaceWith(...box.childNodes) : go()
  })
  patch(Element.prototype, 'insertAdjacentHTML', (go, args, self) => {
    const element = self as Element
    const place = String(args[0]).toLowerCase()
    const way = (
      { beforebegin: 'before', afterbegin: 'prepend', beforeend: 'append', afterend: 'after' } as const
    )[place]
    const context = way === 'before' || way === 'after' ? element.parentElement : element
    const box = way && cleaned(realm, context, args[1], (page) => Reflect.set(page, 'innerHTML', args[1]))
    return way && box ? element[way](...box.childNodes) : go()
  })
  patch(Range.prototype, 'createContextualFragment', (go, args, self) => {
    const { startContainer } = self as Range
    const context = startContainer.nodeType === 1 ? (startContainer as Element) : startContainer.parentElement
    const box = cleaned(realm, context ?? window.document.documentElement, args[0], (page) => {
      const range = page.ownerDocument.createRange()
      range.selectNodeContents(page)
      page.append(range.createContextualFragment(args[0] as string))
    })
    if (!box) return go()
    const fragment = window.document.createDocumentFragment()
    fragment.append(...box.childNodes)
    return fragment
  })
}

/** Text that goes to the parser piece by piece, where only whole tags can be looked at. */
export const writes: Hook = ({ window, patch, suspects, clean }) => {
  patch(window.Document.prototype, 'write writeln', (go, args) =>
    go(
      args.map((part) => {
        const text = String(part)
        if (!suspects(text)) return part
        const changed = text.replace(TAGS, clean)
        // A trusted object cannot be changed, only left out.
        return changed === text ? part : typeof part === 'string' ? changed : ''
      }),
    ),
  )
}

/** The cleaned nodes, in a box that no page shows; `undefined` if there was nothing to clean. */
function cleaned(
  realm: Realm,
  context: Element | null,
  markup: unknown,
  parse: (box: Element) => void,
): Element | undefined {
  if (!context || context.localName === 'template' || !isShown(realm, context.ownerDocument)) return undefined
  if (!realm.suspects(String(markup))) return undefined
  const { document, Document } = realm.window
  const implementation: DOMImplementation = Reflect.get(Document.prototype, 'implementation', document)
  const page = implementation.createHTMLDocument('')
  const box = page.importNode(context, false)
  parse(box)
  return scrub(realm, box, true) ? box : undefined
}
