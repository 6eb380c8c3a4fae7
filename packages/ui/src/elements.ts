/** `<privacy-choices>`: the preferences, where the page has put it. */
export interface PrivacyChoicesElement extends HTMLElement {}

/** `<latchkey-placeholder>`: a frame that waits for its purpose. Each property is the attribute of its name. */
export interface LatchkeyPlaceholderElement extends HTMLElement {
  purpose: string
  src: string
  /** `4/3`. Empty: the element's own box, or `16/9`. */
  ratio: string
}

declare global {
  interface HTMLElementTagNameMap {
    'privacy-choices': PrivacyChoicesElement
    'latchkey-placeholder': LatchkeyPlaceholderElement
  }
}

/**
 * Defines both elements, for frameworks that set properties where they find an element defined, and for types. They are
 * drawn without it too, by `ui` and `markup`, wherever they stand in the page. Does nothing twice, nothing on a server, and
 * leaves a name alone that somebody else has taken.
 *
 * @example
 * import { defineElements } from '@latchkey/ui/elements'
 *
 * defineElements()
 * const film = document.createElement('latchkey-placeholder')
 * film.purpose = 'video'
 * film.src = 'https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ'
 * film.title = 'The making of the chair'
 */
export function defineElements(window: (Window & typeof globalThis) | undefined = globalThis.window): void {
  if (!window?.customElements) return
  const { customElements, HTMLElement } = window
  const define = (name: string, element: CustomElementConstructor) => {
    if (!customElements.get(name)) customElements.define(name, element)
  }
  define('privacy-choices', class extends HTMLElement {})
  const Placeholder = class extends HTMLElement {
    /** A property that was set before the element was defined hides the one of the class: it is set again. */
    connectedCallback(): void {
      for (const name of REFLECTED) {
        if (!Object.hasOwn(this, name)) continue
        const value: unknown = Reflect.get(this, name)
        Reflect.deleteProperty(this, name)
        Reflect.set(this, name, value)
      }
    }
  }
  for (const name of REFLECTED) {
    Object.defineProperty(Placeholder.prototype, name, {
      get(this: HTMLElement) {
        return this.getAttribute(name) ?? ''
      },
      set(this: HTMLElement, value: unknown) {
        this.setAttribute(name, String(value ?? ''))
      },
      configurable: true,
      enumerable: true,
    })
  }
  define('latchkey-placeholder', Placeholder)
}

const REFLECTED = ['purpose', 'src', 'ratio']
