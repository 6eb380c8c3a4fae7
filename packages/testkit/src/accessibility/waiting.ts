import { answerOf, type Part, standing } from './part.ts'

/** Opens the page in a tab of its own and lets an hour pass: the question still stands (WCAG 2.2.1). */
export const waiting: Part = {
  finds: ['AX-12'],
  async look(page) {
    if (!(await standing(page)).includes('banner')) return []
    const tab = await page.context().newPage()
    try {
      await tab.clock.install()
      await tab.goto(page.url())
      const banner = tab.locator('[data-surface="banner"]')
      await banner.waitFor()
      const before = await answerOf(tab)
      await tab.clock.fastForward('01:00:00')
      const stays = (await banner.isVisible()) && (await answerOf(tab)) === before
      return stays ? [] : [{ rule: 'AX-12', message: 'banner: does not wait for its answer' }]
    } finally {
      await tab.close()
    }
  },
}
