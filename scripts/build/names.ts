import { createHash } from 'node:crypto'

/** A file of a bundle, as the others of its bundle import it: `./<fileName>`. */
export interface Built {
  readonly fileName: string
  /** What it is called in the manifest. */
  readonly name: string
  readonly code: string
}

/** A file as it lies in the folder. */
export interface Part {
  readonly file: string
  readonly code: string
  readonly name: string
}

/** The files of one build, and the hash that is in all their names. */
export interface Named {
  readonly hash: string
  readonly parts: readonly Part[]
}

/**
 * Names the late files of a build `latchkey.<hash>.<n>.js`, where the hash stands for the content of the whole build
 * before any name was in it, and puts the names into the imports within each bundle. A change in one file renames all, as
 * it must: they only fit each other, and records name the build by it. One hash also takes a hundred bytes less of the
 * tag than one for each file.
 *
 * @param tags What belongs to the build as well, with nothing of it named yet.
 */
export function named(bundles: readonly (readonly Built[])[], tags: readonly string[]): Named {
  const sum = createHash('sha256')
  for (const tag of tags) sum.update(`${tag}\0`)
  for (const { name, code } of bundles.flat()) sum.update(`${name}\0${code}\0`)
  const hash = sum.digest('hex').slice(0, 10)
  // The tag names the first of each bundle: those get the short numbers, whatever else a bundle brings.
  const numbers = [
    bundles.flatMap((bundle) => bundle.slice(0, 1)),
    bundles.flatMap((bundle) => bundle.slice(1)),
  ]
    .flat()
    .map((file, n) => [file, n.toString(36)] as const)
  const numberOf = new Map(numbers)
  const parts = bundles.flatMap((bundle) => {
    const files = new Map(bundle.map((file) => [file.fileName, `latchkey.${hash}.${numberOf.get(file)}.js`]))
    return bundle.map(({ fileName, name, code }) => ({
      name,
      file: files.get(fileName) ?? fileName,
      code: code.replace(/(["'`])\.\/([^"'`]+)\1/g, (whole, quote: string, target: string) => {
        const file = files.get(target)
        return file ? `${quote}./${file}${quote}` : whole
      }),
    }))
  })
  return { hash, parts }
}
