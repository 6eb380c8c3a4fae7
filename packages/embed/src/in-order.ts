import type { Counted, FirstTexts, SplitTexts } from '@latchkey/ui'

type Word = string | Counted

/**
 * A language as the build writes it down: nothing but its words, in the order of the English ones. So a language is
 * small, and the names of the texts travel once.
 */
export type InOrder = readonly [first: readonly Word[], further: readonly Word[]]

/** The texts that these words are. */
export function inOrder(english: FirstTexts, [first, further]: InOrder): SplitTexts {
  return { ...put(english, first), further: (furtherEnglish) => put(furtherEnglish, further) }
}

function put<T extends object>(english: T, words: readonly Word[]): T {
  const rest = words.values()
  const fill = (shape: object): object =>
    Object.fromEntries(
      Object.entries(shape).map(([name, value]) => [name, isWord(value) ? rest.next().value : fill(value)]),
    )
  return fill(english) as T // of the same shape
}

/** Every word of these texts, in the order of the English ones. Throws where one is missing. */
export function wordsOf(texts: object, english: object): readonly Word[] {
  return Object.entries(english).flatMap(([name, value]) => {
    const own: unknown = (texts as Readonly<Record<string, unknown>>)[name]
    if (isWord(value)) {
      if (!isWord(own)) throw new Error(`[texts] ${name}: expected words, got ${JSON.stringify(own)}.`)
      return [own]
    }
    return wordsOf(Object(own), value)
  })
}

/** A text, or the forms that it has for numbers. */
function isWord(value: unknown): value is Word {
  return typeof value === 'string' || typeof (value as Counted | undefined)?.other === 'string'
}
