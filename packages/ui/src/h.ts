/** What an element may carry. Attributes are text; names in `PROPERTIES` and handlers are set as properties. */
export interface Props {
  readonly key?: string | undefined
  /** Called once, when the element stands on the page. */
  readonly ref?: ((element: HTMLElement) => void) | undefined
  readonly onclick?: ((event: MouseEvent) => void) | undefined
  readonly onchange?: ((event: Event) => void) | undefined
  readonly onkeydown?: ((event: KeyboardEvent) => void) | undefined
  readonly oncancel?: ((event: Event) => void) | undefined
  readonly onclose?: (() => void) | undefined
  readonly children?: unknown
  readonly [attribute: string]: unknown
}

export interface VNode {
  readonly tag: string
  readonly props: Props
  readonly children: readonly Child[]
}

export type Child = VNode | string | boolean | null | undefined | readonly Child[]

/** TypeScript looks for the types of a JSX factory in a namespace of its name; nothing of it is left at run time. */
export declare namespace h {
  namespace JSX {
    type Element = Child
    interface ElementChildrenAttribute {
      children: unknown
    }
    interface IntrinsicAttributes {
      key?: string | undefined
    }
    interface IntrinsicElements {
      [tag: string]: Props
    }
  }
}

/** The JSX factory. A component is a plain function of its props, called at once: it keeps nothing. */
export function h<P extends object>(
  type: string | ((props: P) => Child),
  props: P | null,
  ...children: readonly Child[]
): Child {
  if (typeof type === 'string') return { tag: type, props: (props ?? {}) as Props, children }
  return type({ ...props, children } as P & { children: unknown })
}

export function Fragment({ children }: { children?: Child }): Child {
  return children
}

const SVG = 'http://www.w3.org/2000/svg'
const PROPERTIES = ['defaultChecked', 'checked', 'disabled']
const drawn = new WeakMap<Node, VNode>()

/**
 * Makes the children of an element look like `child`, keeping what fits: same place, tag and key. That is all that
 * surfaces without state of their own need, in an eighth of the bytes of a framework. Nothing is ever parsed as
 * markup: text is text (threat model, B1 and B2).
 */
export function render(child: Child, parent: Element): void {
  const refs: (() => void)[] = []
  update(parent, [child], refs)
  for (const ref of refs) ref()
}

function update(parent: Element, children: readonly Child[], refs: (() => void)[]): void {
  const next = flat(children)
  next.forEach((node, index) => {
    const current = parent.childNodes[index]
    const made =
      typeof node === 'string' ? textNode(parent, current, node) : element(parent, current, node, refs)
    if (!current) parent.append(made)
    else if (current !== made) current.replaceWith(made)
  })
  while (parent.childNodes.length > next.length) parent.lastChild?.remove()
}

/** What is not drawn leaves an empty text in its place, so that its neighbours are found again. */
function flat(children: readonly Child[]): readonly (VNode | string)[] {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return flat(child)
    return typeof child === 'object' && child ? [child as VNode] : [typeof child === 'string' ? child : '']
  })
}

function textNode(parent: Element, current: ChildNode | undefined, text: string): ChildNode {
  if (current?.nodeType !== Node.TEXT_NODE) return parent.ownerDocument.createTextNode(text)
  if (current.nodeValue !== text) current.nodeValue = text
  return current
}

function element(
  parent: Element,
  current: ChildNode | undefined,
  node: VNode,
  refs: (() => void)[],
): ChildNode {
  const { tag, props, children } = node
  const before = current && drawn.get(current)
  const fits = before?.tag === tag && before.props.key === props.key
  const space = tag === 'svg' ? SVG : parent.namespaceURI
  const made = (fits ? current : parent.ownerDocument.createElementNS(space, tag)) as HTMLElement
  const old: Props = fits ? before.props : {}
  for (const name of Object.keys({ ...old, ...props })) set(made, name, props[name], old[name])
  drawn.set(made, node)
  update(made, children, refs)
  const { ref } = props
  if (ref && !fits) refs.push(() => ref(made))
  return made
}

function set(element: HTMLElement, name: string, value: unknown, old: unknown): void {
  if (name === 'key' || name === 'ref' || name === 'children') return
  if (name.startsWith('on') || PROPERTIES.includes(name)) {
    const target = element as unknown as Record<string, unknown> // a closed list of properties, all of them ours
    if (target[name] !== value) target[name] = value ?? null
  } else if (value === undefined || value === null || value === false) element.removeAttribute(name)
  else if (value !== old) element.setAttribute(name, value === true ? '' : `${value}`)
}
