import { languages, textsFor } from '@latchkey/ui/texts'
import { de } from '@latchkey/ui/texts/de'
import { expect, it } from 'vitest'
import { inOrder, wordsOf } from './in-order.ts'

it.each(Object.keys(languages))('%s out of its words is what it was', async (tag) => {
  const texts = await textsFor(tag)
  if (!texts) throw new Error('no texts')
  // German stands in for the English texts: the same places, the first and the further ones.
  const packed = JSON.parse(JSON.stringify([wordsOf(texts, de), wordsOf(texts, de)]))
  const { further, ...first } = inOrder(de, packed)
  expect(first).toEqual(texts)
  expect(further(de)).toEqual(texts)
})

it('a text that is missing is named', () => {
  const { rejectAll: _, ...gone } = de
  expect(() => wordsOf(gone, de)).toThrow('[texts] rejectAll: expected words, got undefined.')
  const { start: __, ...chat } = de.chat
  expect(() => wordsOf({ ...de, chat }, de)).toThrow('[texts] start: expected words')
})
