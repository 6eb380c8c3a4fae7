import type { Address, Vector } from '../vector.ts'
import { add } from './make.ts'

/** Addresses in styles that script writes. */
export function styles(): readonly Vector[] {
  const box = ({ into }: Address) => add(into, 'div', { textContent: 'box' })
  const sheet = ({ into, url, id }: Address, write: (css: string) => Node | undefined) => {
    add(into, 'div', { textContent: 'box', className: `lab-${id}` })
    const node = write(`.lab-${id} { background-image: url("${url('svg')}") }`)
    if (node) into.append(node)
  }
  return [
    {
      id: 'style-property',
      fire(at) {
        box(at).style.backgroundImage = `url("${at.url('svg')}")`
      },
    },
    {
      id: 'style-css-text',
      fire(at) {
        box(at).style.cssText = `background: url("${at.url('svg')}")`
      },
    },
    {
      id: 'style-set-property',
      fire: (at) => box(at).style.setProperty('background-image', `url("${at.url('svg')}")`),
    },
    {
      id: 'style-attribute',
      fire: (at) => box(at).setAttribute('style', `background: url("${at.url('svg')}")`),
    },
    {
      id: 'style-custom-property',
      fire(at) {
        const element = box(at)
        element.style.setProperty('--lab', `url("${at.url('svg')}")`)
        element.style.backgroundImage = 'var(--lab)'
      },
    },
    {
      id: 'style-typed-om',
      fire: (at) => box(at).attributeStyleMap.set('background-image', `url("${at.url('svg')}")`),
    },
    {
      id: 'style-dashed',
      fire: (at) => Reflect.set(box(at).style, 'background-image', `url("${at.url('svg')}")`),
    },
    {
      id: 'style-mask',
      fire: (at) => Reflect.set(box(at).style, 'webkitMaskImage', `url("${at.url('svg')}")`),
    },
    {
      // As libraries do that have taken the native aside: it wants the platform's own object.
      id: 'style-native',
      fire: (at) =>
        CSSStyleDeclaration.prototype.setProperty.call(
          box(at).style,
          'background-image',
          `url("${at.url('svg')}")`,
        ),
    },
    {
      id: 'style-forwarded',
      fire: (at) => Reflect.set(box(at), 'style', `background: url("${at.url('svg')}")`),
    },
    {
      id: 'style-rule',
      fire: (at) =>
        sheet(at, () => {
          const { sheet } = add(at.into, 'style', { textContent: `.lab-${at.id} {}` })
          const [rule] = sheet?.cssRules ?? []
          if (rule instanceof CSSStyleRule) rule.style.backgroundImage = `url("${at.url('svg')}")`
          return undefined
        }),
    },
    {
      id: 'style-escaped',
      fire(at) {
        box(at).style.background = `u\\72l("${at.url('svg')}")`
      },
    },
    {
      id: 'style-element',
      fire: (at) => sheet(at, (css) => Object.assign(document.createElement('style'), { textContent: css })),
    },
    {
      id: 'style-import',
      fire({ url, into }) {
        add(into, 'style', { textContent: `@import "${url('css')}";` })
      },
    },
    {
      id: 'style-font-face',
      fire({ url, into, id }) {
        add(into, 'style', {
          textContent: `@font-face { font-family: "${id}"; src: url("${url('woff2')}") }`,
        })
        add(into, 'div', { textContent: 'letters' }).style.fontFamily = id
      },
    },
    {
      id: 'insert-rule',
      fire: (at) =>
        sheet(at, (css) => {
          const style = add(at.into, 'style', {})
          style.sheet?.insertRule(css)
          return undefined
        }),
    },
    {
      id: 'replace-sync',
      fire: (at) =>
        sheet(at, (css) => {
          const made = new CSSStyleSheet()
          made.replaceSync(css)
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, made]
          return undefined
        }),
    },
    {
      id: 'element-animate',
      fire: (at) =>
        void box(at).animate(
          [{ backgroundImage: `url("${at.url('svg')}")` }, { backgroundImage: 'none' }],
          500,
        ),
    },
  ]
}
