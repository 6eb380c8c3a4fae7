import type { Hook, Realm } from './realm.ts'

/** Members of a declaration that take addresses. */
const MEMBERS =
  'cssText background backgroundImage borderImage borderImageSource listStyle listStyleImage cursor content mask ' +
  'maskImage webkitMaskImage filter backdropFilter clipPath shapeOutside'

type Go = (changed?: unknown[]) => unknown

/** Addresses in styles that are set from script. */
export const styles: Hook = ({ window, patch, clean, suspects }) => {
  const tidy = (value: unknown): unknown => {
    if (typeof value === 'string') return suspects(value) ? clean(value) : value
    if (Array.isArray(value)) return value.map(tidy)
    if (Object.getPrototypeOf(Object(value)) !== window.Object.prototype) return value
    return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, tidy(part)]))
  }
  const all = (go: Go, args: unknown[]) => go(args.map(tidy))
  const kind = (name: string) => (window[name] as { readonly prototype?: object } | undefined)?.prototype
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
  const { window, patch } = realm
  if (Object.hasOwn(window.CSSStyleDeclaration.prototype, 'backgroundImage')) return
  if (
    Object.hasOwn(
      (window.CSSStyleProperties as { prototype?: object } | undefined)?.prototype ?? {},
      'background',
    )
  )
    return
  const fronts = new WeakMap<object, object>()
  for (const name of ['HTMLElement', 'SVGElement', 'MathMLElement', 'CSSStyleRule']) {
    const { prototype } = (window[name] ?? {}) as { readonly prototype?: object }
    patch(
      prototype,
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

function front({ clean, suspects }: Realm, declaration: object): object {
  return new Proxy(declaration, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (...args: unknown[]) => Reflect.apply(value, target, args) : value
    },
    set: (target, name, value) =>
      Reflect.set(target, name, typeof value === 'string' && suspects(value) ? clean(value) : value),
  })
}
