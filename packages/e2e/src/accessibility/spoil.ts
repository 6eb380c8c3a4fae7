/** Text of a function that the page runs on the SDK's root: it spoils something and answers with what mends it. */
export type Spoil = string

/** A style sheet in the shadow root. */
export function styled(css: string): Spoil {
  return `(root) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(${JSON.stringify(css)})
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    return () => { root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet) }
  }`
}

/** An attribute of one element; `null` takes it away. */
export function attribute(selector: string, name: string, value: string | null): Spoil {
  return `(root) => {
    const element = root.querySelector(${JSON.stringify(selector)})
    const before = element.getAttribute(${JSON.stringify(name)})
    const set = (value) => value === null ? element.removeAttribute(${JSON.stringify(name)}) : element.setAttribute(${JSON.stringify(name)}, value)
    set(${JSON.stringify(value)})
    return () => set(before)
  }`
}

/** A listener of the page's; `work` has `event` and `root`. */
export function listener(type: string, work: string): Spoil {
  return `(root) => {
    const listen = (event) => { ${work} }
    document.addEventListener(${JSON.stringify(type)}, listen, true)
    return () => document.removeEventListener(${JSON.stringify(type)}, listen, true)
  }`
}

/** Anything else: statements with `root`, the last of which returns what mends it. */
export function done(work: string): Spoil {
  return `(root) => { ${work} }`
}
