import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rollup'
import { wordsOf } from '../../packages/embed/src/in-order.ts'
import { en } from '../../packages/ui/src/texts/en.ts'
import { furtherEn } from '../../packages/ui/src/texts/en-further.ts'

const folder = join(import.meta.dirname, '../../packages/ui/src/texts/languages/')

/** Turns the files of languages into nothing but their words: a quarter smaller. A text that is missing fails the build. */
export function wordsInOrder(): Plugin {
  return {
    name: 'words-in-order',
    async load(id) {
      if (!id.startsWith(folder)) return null
      const [texts] = Object.values(
        (await import(pathToFileURL(id).href)) as Readonly<Record<string, object>>,
      )
      const words = [en, furtherEn].map((english) => wordsOf(texts ?? {}, english))
      return `export const words = ${JSON.stringify(words)}`
    },
  }
}
