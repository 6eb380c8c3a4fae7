import { isShown, scrub } from './attributes.ts'
import type { Hook, Realm } from './realm.ts'

/** What a tag says, without the tags of links, which shoppers follow themselves. */
const TAGS = /<(?!a\s|area\s)[a-z][^>]*>/gi

/** Where markup goes that stands beside or at an end of an element. */
const PLACES: Readonly<Record<string, 'before' | 'prepend' | 'append' | 'after'>> = {
  beforebegin: 'before',
  afterbegin: 'prepend',
  beforeend: 'append',
  afterend: 'after',
}

/**
 * Markup as text, for whatever member takes it. What could hold a refused address is parsed where nothing is asked
 * for, cleaned there, and put into the page as nodes. We never make markup of our own (B1).
 */
export const markup: Hook = (realm) => {
  const { window, patch } = realm
  const { Element, ShadowRoot, Range } = window
  const members = Object.getOwnPropertyNames(Element.prototype)
  const inside = members.find((member) => /^inner/.test(member)) ?? ''
  for (const { prototype } of [Element, ShadowRoot]) {
    for (const member of Object.getOwnPropertyNames(prototype)) {
      if (!/^(?!get).*HTML/.test(member)) continue
      patch(prototype, member, (go, args, self) => {
        const element = self instanceof ShadowRoot ? self.host : (self as Element)
        const beside = /^insert/.test(member) ? PLACES[String(args[0]).toLowerCase()] : undefined
        const outside = /^outer/.test(member) || beside === 'before' || beside === 'after'
        const text = args[beside ? 1 : 0]
        const nodes = cleaned(realm, outside ? element.parentElement : element, text, (box) => {
          const set = /^(outer|insert)/.test(member) ? inside : member
          const found: unknown = Reflect.get(box, set)
          if (typeof found === 'function') Reflect.apply(found, box, args)
          else Reflect.set(box, set, text)
        })
        if (!nodes) return go()
        if (beside) return element[beside](...nodes)
        if (outside) return element.replaceWith(...nodes)
        return (self as ParentNode).replaceChildren(...nodes)
      })
    }
  }

  patch(Range.prototype, 'createContextualFragment', (go, args, self) => {
    const { startContainer } = self as Range
    const context = startContainer.nodeType === 1 ? (startContainer as Element) : startContainer.parentElement
    const nodes = cleaned(realm, context ?? window.document.documentElement, args[0], (box) => {
      const range = box.ownerDocument.createRange()
      range.selectNodeContents(box)
      box.append(range.createContextualFragment(args[0] as string)) // what the page gave, trusted or not
    })
    if (!nodes) return go()
    const fragment = new window.DocumentFragment()
    fragment.append(...nodes)
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

/** The cleaned nodes, from a box that no page shows; `undefined` if there was nothing to clean. */
function cleaned(
  realm: Realm,
  context: Element | null,
  text: unknown,
  parse: (box: Element) => void,
): readonly ChildNode[] | undefined {
  if (!context || context.localName === 'template' || !isShown(realm, context.ownerDocument)) return undefined
  if (!realm.suspects(String(text))) return undefined
  const { document, Document } = realm.window
  const implementation: DOMImplementation = Reflect.get(Document.prototype, 'implementation', document)
  const page = implementation.createHTMLDocument('')
  const box = page.importNode(context, false)
  parse(box)
  return scrub(realm, box, true) ? [...box.childNodes] : undefined
}
