import { isShown, scrub } from './attributes.ts'
import type { Wrap } from './patch.ts'
import type { Hook, Realm } from './realm.ts'

/** Elements that ask when they are put into the page, rather than when they get their address. */
const LATE = /^(script|link|style|i?frame|embed|object|image|use)$/

/**
 * Elements that come from where nothing is asked for (a template, a parsed document, another page) or that got their
 * address before the guard stood.
 */
export const insertion: Hook = (realm) => {
  const { window, patch } = realm
  const { Node, Element, Document, DocumentFragment, CharacterData, Range } = window
  let frames = window.length
  const into: Wrap = (go, args, self) => {
    for (const node of args) sweep(realm, self, node)
    const made = go()
    if (frames !== window.length) realm.enter(window)
    frames = window.length
    return made
  }
  patch(Node.prototype, 'appendChild insertBefore replaceChild', into)
  for (const { prototype } of [Element, Document, DocumentFragment])
    patch(prototype, 'append prepend replaceChildren moveBefore', into)
  for (const { prototype } of [Element, CharacterData]) patch(prototype, 'before after replaceWith', into)
  patch(Element.prototype, 'insertAdjacentElement', into)
  patch(Range.prototype, 'insertNode surroundContents', into)
  patch(Document.prototype, 'adoptNode', (go, args, self) => {
    sweep(realm, self, args[0])
    return go()
  })
  patch(Document.prototype, 'importNode', (go, args, self) => {
    const [node, deep] = args
    if (!isNode(node)) return go()
    // The copy is cleaned, not what it is made of: after a grant that must still be whole.
    const copy = node.cloneNode(deep === true)
    return scrub(realm, copy, true) ? (self as Document).adoptNode(copy) : go()
  })
}

function sweep(realm: Realm, parent: object, node: unknown): void {
  if (!isNode(node)) return
  const home = isNode(parent) ? (parent.ownerDocument ?? parent) : realm.window.document
  if (!isShown(realm, home)) return
  if (node.nodeType === 3) {
    const text = node as Text
    if ((parent as Partial<Element>).localName !== 'style') return
    const tidied = realm.tidy(text.data)
    if (tidied !== text.data) text.data = tidied
    return
  }
  const foreign = node.ownerDocument !== home
  // What was made here got its address here; but some had it before the guard stood, and ask only now.
  if (foreign || LATE.test((node as Element).localName)) scrub(realm, node, foreign)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value
}
