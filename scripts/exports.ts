import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A file that a target of a package's `exports` stands for, and what its star is. */
export interface Target {
  readonly file: string
  readonly star: string
}

/** The files of a target, below the package's folder: one, or for `./src/texts/*.ts` every one that there is. */
export function targetsOf(folder: string, target: string): readonly Target[] {
  const [start = '', end] = target.split('*')
  if (end === undefined) return [{ file: target, star: '' }]
  if (!existsSync(join(folder, start))) return []
  return readdirSync(join(folder, start))
    .filter((file) => file.endsWith(end))
    .map((file) => ({ file: start + file, star: file.slice(0, -end.length) }))
}
