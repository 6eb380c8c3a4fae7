import type { Page } from '@playwright/test'

/** Roles that only repeat what their children say. */
const SILENT = /^(InlineTextBox|none|generic|RootWebArea)$/

/**
 * What a screen reader goes through, in its order: `button Reject all`. From Chromium's own accessibility tree, beginning
 * at the first node with this name.
 */
export async function spoken(page: Page, from: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const lines: string[] = []
  const visit = (id: string): void => {
    const node = byId.get(id)
    const [role, name] = [String(node?.role?.value), String(node?.name?.value ?? '')]
    if (node && !node.ignored && name && !SILENT.test(role)) lines.push(`${role} ${name}`)
    for (const child of node?.childIds ?? []) visit(child)
  }
  for (const root of nodes.filter(({ parentId }) => !parentId)) visit(root.nodeId)
  return lines.slice(lines.findIndex((line) => line.endsWith(` ${from}`)))
}
