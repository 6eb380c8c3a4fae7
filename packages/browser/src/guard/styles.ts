import { type Hook, patchKinds, type Realm } from './realm.ts'

/** Properties that make an engine ask for an address; the sources of a font are one inside of `@font-face`. */
const PROPERTIES =
  'background background-image border-image border-image-source list-style list-style-image cursor content mask ' +
  'mask-image mask-border mask-border-source clip-path shape-outside fill stroke marker marker-start ' +
  'marker-mid marker-end src -webkit-mask -webkit-mask-image -webkit-mask-box-image -webkit-mask-box-image-source ' +
  '-webkit-border-image -webkit-clip-path -webkit-shape-outside -moz-border-image'

/** Members that take styles, by the interface that has them. */
const MEMBERS: Readonly<Record<string, string>> = {
  CSSStyleDeclaration: 'cssText setProperty',
  CSSFontFaceDescriptors: 'src',
  CSSStyleSheet: 'insertRule addRule replace replaceSync',
  CSSGroupingRule: 'insertRule',
  CSSKeyframesRule: 'appendRule',
  StylePropertyMap: 'set append',
  Element: 'animate',
  KeyframeEffect: 'setKeyframes',
}

type Go = (changed?: unknown[]) => unknown

/** Addresses in styles that are set from script. */
export const styles: Hook = (realm) => {
  const { window, patch } = realm
  const all = cleaning(realm)
  patchKinds(realm, MEMBERS, all)
  patch(window, 'FontFace KeyframeEffect', all)
  // The text of a style element.
  const inStyle = (go: Go, args: unknown[], self: object) => {
    const { localName, parentElement } = self as Partial<Element>
    return localName === 'style' || parentElement?.localName === 'style' ? all(go, args) : go()
  }
  patchKinds(
    realm,
    { Node: 'textContent nodeValue', HTMLElement: 'innerText', CharacterData: 'data' },
    inStyle,
  )
}

/**
 * `style.backgroundImage`, and its other spellings. Chromium has such members on each declaration, where nobody can
 * stand in front of them; but what the prototype has goes first, so there it gets members that do the same.
 */
export const declarations: Hook = (realm) => {
  const { window, patch, leave } = realm
  const { style } = new window.Image()
  const { getPropertyValue, setProperty } = window.CSSStyleDeclaration.prototype
  const owner: object = Object.getPrototypeOf(style)
  const all = cleaning(realm)
  for (const property of PROPERTIES.split(' ')) {
    const member = property.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    if (!(member in style)) continue
    for (const name of new Set([property, member, member.replace('W', 'w')])) {
      if (name in owner) patch(owner, name, all)
      else {
        Object.defineProperty(owner, name, {
          get(this: object) {
            return Reflect.apply(getPropertyValue, this, [property])
          },
          set(this: object, value: string) {
            Reflect.apply(setProperty, this, [property, value])
          },
          configurable: true,
          enumerable: true,
        })
        leave(() => Reflect.deleteProperty(owner, name))
      }
    }
  }
}

/** Passes everything on, without the refused addresses that stand in texts, or in plain objects and lists of them. */
function cleaning(realm: Realm): (go: Go, args: unknown[]) => unknown {
  const tidy = (value: unknown): unknown => {
    if (typeof value === 'string') return realm.tidy(value)
    if (Array.isArray(value)) return value.map(tidy)
    if (Object.getPrototypeOf(Object(value)) !== realm.window.Object.prototype) return value
    return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, tidy(part)]))
  }
  return (go, args) => go(args.map(tidy))
}
