import type { CDPSession, Page } from '@playwright/test'

/** An element as assistive technology hears of it. */
export interface Heard {
  readonly role: string
  readonly name: string
  /** `checked`, `expanded`, `modal`, `live`, as the browser says; absent where it says nothing. */
  readonly states: Readonly<Record<string, string>>
}

/** What the SDK's own roots give to assistive technology: Chromium's own tree; elsewhere as Playwright works it out. */
export async function heardOn(page: Page): Promise<readonly Heard[]> {
  const devtools = await page
    .context()
    .newCDPSession(page)
    .catch(() => undefined) // another browser
  if (!devtools) return fromSnapshot(await page.locator('#latchkey').ariaSnapshot())
  try {
    return await fromBrowser(devtools)
  } finally {
    await devtools.detach()
  }
}

interface DomNode {
  readonly backendNodeId: number
  readonly attributes?: readonly string[]
  readonly children?: readonly DomNode[]
  readonly shadowRoots?: readonly DomNode[]
}

async function fromBrowser(devtools: CDPSession): Promise<readonly Heard[]> {
  const { root } = await devtools.send('DOM.getDocument', { depth: -1, pierce: true })
  const ours = new Set<number>()
  const collect = (node: DomNode, isOurs: boolean): void => {
    if (isOurs) ours.add(node.backendNodeId)
    for (const child of node.children ?? []) collect(child, isOurs)
    for (const shadow of node.shadowRoots ?? []) collect(shadow, isOurs || holdsSurface(shadow, node))
  }
  collect(root, false)
  const { nodes } = await devtools.send('Accessibility.getFullAXTree')
  return nodes.flatMap(({ ignored, role, name, properties = [], backendDOMNodeId = 0 }) =>
    ignored || !ours.has(backendDOMNodeId)
      ? []
      : {
          role: String(role?.value ?? ''),
          name: String(name?.value ?? ''),
          states: Object.fromEntries(properties.map((one) => [one.name, String(one.value.value)])),
        },
  )
}

function holdsSurface(node: DomNode, host: DomNode): boolean {
  const has = ({ attributes = [], children = [] }: DomNode): boolean =>
    attributes.includes('data-surface') || children.some(has)
  return (host.attributes ?? []).includes('latchkey') || has(node)
}

/** Lines like `- switch "Count visits Off" [checked]`. */
export function fromSnapshot(text: string): readonly Heard[] {
  return [...text.matchAll(/^\s*- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?((?: \[[^\]]+\])*)/gm)].map(
    ([, role = '', name = '', states = '']) => ({
      role,
      name,
      states: Object.fromEntries(
        [...states.matchAll(/\[([a-z]+)(?:=([^\]]+))?\]/g)].map(([, state = '', value = 'true']) => [
          state,
          value,
        ]),
      ),
    }),
  )
}
