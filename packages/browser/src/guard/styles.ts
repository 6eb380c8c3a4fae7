import { type Hook, prototypeOf, type Realm } from './realm.ts'

/** Members of a declaration that take addresses. */
const MEMBERS =
  'cssText background backgroundImage borderImage borderImageSource listStyle listStyleImage cursor content mask ' +
  'maskImage webkitMaskImage filter backdropFilter clipPath shapeOutside'

type Go = (changed?: unknown[]) => unknown

/** Addresses in styles that are set from script. */
export const styles: Hook = (realm) => {
  const { window, patch } = realm
  const tidy = (value: unknown): unknown => {
    if (typeof value === 'string') return realm.tidy(value)
    if (Array.isArray(value)) return value.map(tidy)
    if (Object.getPrototypeOf(Object(value)) !== window.Object.prototype) return value
    return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, tidy(part)]))
  }
  const all = (go: Go, args: unknown[]) => go(args.map(tidy))
  const kind = (name: string) => prototypeOf(realm, name)
  for (const name of ['CSSStyleDeclaration', 'CSSStyleProperties', 'CSS2Properties'])
    patch(kind(name), `${MEMBERS} setProperty`, all)
  patch(kind('CSSStyleSheet'), 'insertRule addRule replace replaceSync', all)
  patch(kind('CSSGroupingRule'), 'insertRule', all)
  patch(kind('CSSKeyframesRule'), 'appendRule', all)
  patch(kind('StylePropertyMap'), 'set append', all)
  patch(kind('Element'), 'animate', all)
  patch(kind('KeyframeEffect'), 'setKeyframes', all)
  patch(window, 'FontFace KeyframeEffect', all)
  // The text of a style element.
  const inStyle = (go: Go, args: unknown[], self: object) => {
    const { localName, parentElement } = self as Partial<Element>
    return localName === 'style' || parentElement?.localName === 'style' ? all(go, args) : go()
  }
  patch(kind('Node'), 'textContent nodeValue', inStyle)
  patch(kind('HTMLElement'), 'innerText', inStyle)
  patch(kind('CharacterData'), 'data', inStyle)
}

/** Chromium keeps `style.backgroundImage` on each declaration, where nobody can stand in front of it: declarations go out behind a proxy. */
export const declarations: Hook = (realm) => {
  const { patch } = realm
  const kinds = ['CSSStyleDeclaration', 'CSSStyleProperties']
  if (kinds.some((kind) => Object.hasOwn(prototypeOf(realm, kind) ?? {}, 'backgroundImage'))) return
  const fronts = new WeakMap<object, object>()
  for (const name of ['HTMLElement', 'SVGElement', 'MathMLElement', 'CSSStyleRule']) {
    patch(
      prototypeOf(realm, name),
      'style',
      (go) => {
        const declaration = go() as object
        const known = fronts.get(declaration)
        if (known) return known
        const made = front(realm, declaration)
        fronts.set(declaration, made)
        return made
      },
      'get',
    )
  }
}

function front({ tidy }: Realm, declaration: object): object {
  return new Proxy(declaration, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (...args: unknown[]) => Reflect.apply(value, target, args) : value
    },
    set: (target, name, value) => Reflect.set(target, name, typeof value === 'string' ? tidy(value) : value),
  })
}
