import type { Wrap } from './patch.ts'
import { fail, type Hook, patchKinds, type Realm } from './realm.ts'

/** Attributes whose whole value is an address that the browser asks for by itself. */
const ADDRESS = /^(src|data|poster|background|action|formaction)$/
/** Attributes that hold several addresses, or addresses inside other text; those of SVG are styles, or what is to come. */
const TEXT =
  /^((image)?srcset|style|srcdoc|fill|stroke|mask|cursor|clip-path|marker-(start|mid|end)|from|to|by|values)$/
/** Attributes of which nobody is told when what they name does not come. */
const SILENT = /^(poster|background|(form)?action)$/i

/** Members that set such an attribute, by the interface that has them. */
const MEMBERS: Readonly<Record<string, string>> = {
  HTMLScriptElement: 'src',
  HTMLImageElement: 'src srcset',
  HTMLIFrameElement: 'src srcdoc',
  HTMLFrameElement: 'src',
  HTMLLinkElement: 'href imageSrcset',
  HTMLMediaElement: 'src',
  HTMLVideoElement: 'poster',
  HTMLSourceElement: 'src srcset',
  HTMLTrackElement: 'src',
  HTMLEmbedElement: 'src',
  HTMLObjectElement: 'data',
  HTMLInputElement: 'src formAction',
  HTMLButtonElement: 'formAction',
  HTMLFormElement: 'action',
  HTMLBodyElement: 'background',
}

/** Addresses set through members of elements: `script.src`, `image.srcset`, `link.href`. */
export const members: Hook = (realm) => {
  const { window, patch } = realm
  patchKinds(realm, MEMBERS, (go, args, self, name) => set(realm, go, self as Element, name, args, 0))
  patch(window, 'Audio', (go, args) => {
    if (!realm.refuses(args[0])) return go()
    const audio = go([])
    fail(realm, audio as EventTarget, 'error')
    return audio
  })
}

/** Addresses set by the name of the attribute. */
export const setters: Hook = (realm) => {
  const { window, patch } = realm
  const { prototype } = window.Element
  patch(prototype, 'setAttribute', (go, args, self) => set(realm, go, self as Element, args[0], args, 1))
  patch(prototype, 'setAttributeNS', (go, args, self) => set(realm, go, self as Element, args[1], args, 2))
  // A map of attributes does not say whose they are: nobody is told there, and a link's is looked at when it is put in.
  const node: Wrap = (go, args, self) => {
    const attribute = args[0] as Attr // the platform says it if it is none
    const put = (changed?: unknown[]) => {
      if (changed) attribute.value = String(changed[0])
      return go()
    }
    return set(realm, put, self as Element, attribute.name, [attribute.value], 0) ?? null
  }
  patch(prototype, 'setAttributeNode setAttributeNodeNS', node)
  patch(window.NamedNodeMap.prototype, 'setNamedItem setNamedItemNS', node)
  const reattribute: Wrap = (go, args, self) => {
    const { ownerElement, name } = self as Attr
    return ownerElement ? set(realm, go, ownerElement, name, args, 0) : go()
  }
  patch(window.Attr.prototype, 'value', reattribute)
  patch(window.Node.prototype, 'nodeValue', reattribute)
}

/** SVG has an object between an element and its address. */
export const animated: Hook = ({ window, patch, refuses }) => {
  patch(window.SVGAnimatedString?.prototype, 'baseVal', (go, args) => (refuses(args[0]) ? undefined : go()))
}

/** Sets what may be set: all of it, a text without the refused addresses, or nothing, which the element is told. */
function set(
  realm: Realm,
  go: (changed?: unknown[]) => unknown,
  element: Element,
  name: unknown,
  args: unknown[],
  at: number,
): unknown {
  const value = allowed(realm, element, name, args[at])
  if (value === null) return refuse(realm, element, name)
  return value === args[at] ? go() : go(args.map((arg, index) => (index === at ? value : arg)))
}

/** Tells an element, as the platform does, that what an attribute of it names does not come. */
function refuse(realm: Realm, element: Element, name: unknown): void {
  const frame = /^i?frame$/.test(element.localName)
  // A frame says that it has loaded, whatever came, and one without an address says so itself when it is put in.
  const told = frame ? element.isConnected : !SILENT.test(String(name))
  if (told) fail(realm, element, frame ? 'load' : 'error')
}

/** The value that an element may have; `null`: none. */
export function allowed(
  { refuses, tidy, exempt }: Realm,
  element: Element,
  attribute: unknown,
  value: unknown,
): unknown {
  const name = String(attribute).toLowerCase()
  if (exempt.has(element)) return value
  if (TEXT.test(name)) {
    const text = String(value)
    const tidied = tidy(text)
    // A trusted object cannot be changed, only left out.
    return tidied === text ? value : typeof value === 'string' ? tidied : null
  }
  const asks = ADDRESS.test(name) || (/^(xlink:)?href$/.test(name) && isLink(element))
  return asks && refuses(value) ? null : value
}

/** `href` is followed by shoppers in `<a>`, and by the browser itself in `<link>` and all over SVG. */
function isLink({ localName, namespaceURI }: Element): boolean {
  return localName === 'link' || (localName !== 'a' && !!namespaceURI?.endsWith('/svg'))
}

/** Takes what is refused off an element, and with `deep` off everything in it, before it gets a page to ask from. */
export function scrub(realm: Realm, root: Node, deep: boolean): boolean {
  const elements: Element[] = root.nodeType === 1 ? [root as Element] : []
  if (deep && 'querySelectorAll' in root) elements.push(...(root as Element).querySelectorAll('*'))
  let found = false
  for (const element of elements) {
    // Through the prototype: a form's own fields stand in the way of its members (B5).
    const attributes: NamedNodeMap = Reflect.get(realm.window.Element.prototype, 'attributes', element)
    for (const { name, value } of [...attributes]) {
      const now = allowed(realm, element, name, value)
      if (now === value) continue
      found = true
      if (now === null) {
        element.removeAttribute(name)
        refuse(realm, element, name)
      } else element.setAttribute(name, String(now))
    }
    if (element.localName !== 'style') continue
    const text = element.textContent ?? ''
    const tidied = realm.tidy(text)
    if (tidied === text) continue
    element.textContent = tidied
    found = true
  }
  return found
}

/** Whether a document is a page: nothing is asked for in templates and parsed documents. */
export function isShown({ window }: Realm, document: unknown): boolean {
  return Reflect.get(window.Document.prototype, 'defaultView', document) !== null
}
