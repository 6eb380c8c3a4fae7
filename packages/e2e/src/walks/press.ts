import type { Page } from '@playwright/test'
import type { WalkedPage } from './in-page.ts'
import { PURPOSES, type PurposeId, type Step } from './steps.ts'

type Decide = Extract<Step, { kind: 'decide' }>

/**
 * Presses a button of a surface with the keyboard, which is trusted and needs no place on the screen. Answers with the
 * purposes that the surface asked about; `null` if it does not stand there.
 */
export async function press(page: Page, { via, how, wanted }: Decide): Promise<readonly PurposeId[] | null> {
  const offered = await page.evaluate(
    async ([via, how, wanted]) => {
      const { $latchkey } = globalThis as WalkedPage
      const find = (selector: string) =>
        document.querySelector('#latchkey')?.shadowRoot?.querySelector<HTMLElement>(selector)
      if (via === 'preferences') $latchkey.open('preferences')
      let surface: HTMLElement | null | undefined
      // The panel's code may still be on its way.
      for (let frame = 0; !surface && frame < (via === 'preferences' ? 120 : 1); frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        surface = find(`[data-surface="${via}"]`)
      }
      const button = surface?.querySelector<HTMLElement>(`[data-latchkey-action="${how}"]`)
      if (!surface || !button) return null
      const switches = [
        ...surface.querySelectorAll<HTMLInputElement>('input[data-latchkey-purpose]:not(:disabled)'),
      ]
      if (how === 'save')
        for (const one of switches)
          if (one.checked !== wanted.includes((one.dataset.latchkeyPurpose ?? '') as PurposeId)) one.click()
      button.focus()
      return switches.map((one) => one.dataset.latchkeyPurpose)
    },
    [via, how, wanted] as const,
  )
  if (!offered) return null
  await page.keyboard.press('Enter')
  return PURPOSES.filter((purpose) => offered.includes(purpose))
}
