import type { PurposeId } from '@latchkey/core'
import type { Texts } from './texts/texts.ts'
import { own, type View } from './view.ts'

/** What panel, card and tiles are drawn from: the same with every word. */
export interface FurtherView extends View {
  readonly texts: Texts
}

/** The site's sentence on a purpose, else ours. */
export function sentenceOf(
  { options: { purposes }, texts }: Pick<FurtherView, 'options' | 'texts'>,
  id: PurposeId,
): string {
  return own(purposes, id)?.text ?? own(texts.sentences, id) ?? ''
}
