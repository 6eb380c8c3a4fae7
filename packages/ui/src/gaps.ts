import type { Purpose } from '@latchkey/core'
import { type FurtherView, sentenceOf } from './further.ts'
import { CHAT, servicesOf } from './view.ts'

/** Reports what the site has left unsaid: a purpose without words, an assistant nobody described. */
export function reportGaps(site: Pick<FurtherView, 'options' | 'texts'>, purposes: readonly Purpose[]): void {
  const { chat, report } = site.options
  for (const { id, necessary } of purposes) {
    if (!necessary && sentenceOf(site, id) === '') {
      report?.({ code: 'C107', where: `purposes.${id}`, got: 'no words', expected: 'a title and a text' })
    }
    if (id === CHAT && chat?.ai === undefined && servicesOf(site, id).length > 0) {
      report?.({ code: 'C501', where: 'chat.ai', got: 'undefined', expected: 'true or false' })
    }
  }
}
