import type { ReportProblem } from '@latchkey/core'
import { type FurtherView, sentenceOf } from './further.ts'
import { CHAT, servicesOf } from './view.ts'

/** What the site has left unsaid: a purpose without words (C107), an assistant nobody described (C501). */
export function reportGaps(view: FurtherView, report: ReportProblem): void {
  for (const { id, necessary } of view.state.policy.purposes) {
    if (!necessary && sentenceOf(view, id) === '') {
      report({ code: 'C107', where: `purposes.${id}`, got: 'no words', expected: 'a title and a text' })
    }
    if (id === CHAT && view.options.chat?.ai === undefined && servicesOf(view, id).length > 0) {
      report({ code: 'C501', where: 'chat.ai', got: 'undefined', expected: 'true or false' })
    }
  }
}
