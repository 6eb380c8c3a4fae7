import { createHash } from 'node:crypto'

interface Built {
  /** As the others of the bundle import it: `./<fileName>`. */
  readonly fileName: string
  readonly name: string
  readonly isEntry: boolean
  readonly code: string
}

/** A file as it lies in the folder. */
export interface Part {
  readonly file: string
  readonly code: string
  readonly name: string
  readonly isEntry: boolean
}

/**
 * Names the files of one bundle after their content, and puts the names into the imports between them. Those go round
 * in a circle, so a name stands for the content before any name is in it: a file's own, then that of the others. A
 * change in one renames all, as it must: they only fit each other.
 */
export function named(chunks: readonly Built[]): readonly Part[] {
  const files = new Map(
    chunks.map((chunk) => {
      const others = chunks.filter((other) => other !== chunk)
      const hash = createHash('sha256')
      for (const { code } of [chunk, ...others]) hash.update(code)
      return [chunk.fileName, `latchkey.${hash.digest('hex').slice(0, 12)}.js`]
    }),
  )
  return chunks.map(({ fileName, code, name, isEntry }) => ({
    file: files.get(fileName) ?? fileName,
    code: code.replace(/(["'`])\.\/([^"'`]+)\1/g, (whole, quote: string, target: string) => {
      const file = files.get(target)
      return file ? `${quote}./${file}${quote}` : whole
    }),
    name,
    isEntry,
  }))
}
