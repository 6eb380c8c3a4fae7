import { fail, type Hook, prototypeOf, type Realm } from './realm.ts'

/** Attributes whose whole value is an address that the browser asks for by itself. */
const ADDRESS = /^(src|data|poster|background|action|formaction)$/
/** Attributes that hold several addresses, or addresses inside other text. */
const TEXT = /^(srcset|imagesrcset|style|srcdoc)$/

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
  for (const [kind, names] of Object.entries(MEMBERS)) {
    patch(prototypeOf(realm, kind), names, (go, args, self, name) =>
      set(realm, go, self as Element, name, args, 0),
    )
  }
  patch(window, 'Audio', (go, args) => {
    if (!realm.refuses(args[0])) return go()
    const audio = go([])
    fail(realm, audio as EventTarget, 'error')
    return audio
  })
}

/** Addresses set by the name of the attribute. */
export const setters: Hook = (realm) => {
  const { window, patch, refuses } = realm
  const { prototype } = window.Element
  patch(prototype, 'setAttribute', (go, args, self) =>
    set(realm, go, self as Element, String(args[0]), args, 1),
  )
  patch(prototype, 'setAttributeNS', (go, args, self) =>
    set(realm, go, self as Element, String(args[1]), args, 2),
  )
  patch(prototype, 'setAttributeNode setAttributeNodeNS', (go, args, self) => {
    const attribute = args[0] as Partial<Attr> | undefined
    const value = allowed(realm, self as Element, String(attribute?.name), attribute?.value)
    if (value === null) return fail(realm, self as Element, 'error')
    if (attribute && value !== attribute.value) attribute.value = String(value)
    return go()
  })
  patch(window.NamedNodeMap.prototype, 'setNamedItem setNamedItemNS', (go, args) => {
    // It does not say whose attributes they are; a link's is looked at when it is put into the page.
    const { name, value } = Object(args[0]) as Partial<Attr>
    return ADDRESS.test(String(name)) && refuses(value) ? null : go()
  })
  const reattribute = (go: (changed?: unknown[]) => unknown, args: unknown[], self: object) => {
    const { ownerElement, name } = self as Partial<Attr>
    return ownerElement ? set(realm, go, ownerElement, String(name), args, 0) : go()
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
  name: string,
  args: unknown[],
  at: number,
): unknown {
  const value = allowed(realm, element, name, args[at])
  if (value === null) {
    // A frame that fails to load says that it has loaded.
    fail(realm, element, /^i?frame$/i.test(element.localName) ? 'load' : 'error')
    return undefined
  }
  return value === args[at] ? go() : go(args.map((arg, index) => (index === at ? value : arg)))
}

/** The value that an element may have; `null`: none. */
export function allowed(
  { refuses, tidy, exempt }: Realm,
  element: Element,
  attribute: string,
  value: unknown,
): unknown {
  const name = attribute.toLowerCase()
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
        fail(realm, element, 'error')
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
