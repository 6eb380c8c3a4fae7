import type { Inaccessibility } from './inaccessibility.ts'
import type { Part } from './part.ts'

const OURS = ['#latchkey', 'latchkey-placeholder', 'privacy-choices']

/** What axe finds on the surfaces. A shop without it is told by our own rules alone. */
export const axe: Part = {
  finds: ['axe'],
  async look(page): Promise<readonly Inaccessibility[]> {
    const module = await import('@axe-core/playwright').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_MODULE_NOT_FOUND') return null
      throw error
    })
    if (!module) return []
    // Our roots have no frames of their own, so it need not open a page to look into them.
    const builder = new module.AxeBuilder({ page }).setLegacyMode()
    const there = []
    for (const part of OURS) if ((await page.locator(part).count()) > 0) there.push(builder.include(part))
    if (there.length === 0) return []
    const { violations } = await builder.analyze()
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => ({ rule: 'axe' as const, message: `${id}: ${help} (${target.join(' ')})` })),
    )
  },
}
