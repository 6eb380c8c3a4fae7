import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wrongUse } from './command.ts'

/** A file, as it is called where it is registered. */
export interface RegisteredFile {
  readonly file: string
  readonly document: Uint8Array
}

export interface BuildFolder {
  /** What records carry as their `ui`. */
  readonly build: string
  /** What its list of integrity values names, and both lists. */
  readonly files: readonly RegisteredFile[]
}

const MANIFEST = 'latchkey.manifest.json'
const INTEGRITY = 'latchkey.sri.json'

/**
 * The folder of the script tag's build, or a copy of it: other files may lie beside. Each file has to be the one that the
 * build made, since records of the build are going to lead to it.
 */
export function filesOfBuild(folder: string): BuildFolder {
  const [manifest, integrity] = [read(folder, MANIFEST), read(folder, INTEGRITY)]
  if (!manifest || !integrity)
    throw wrongUse(
      `ledger register: ${folder} has no ${MANIFEST} and ${INTEGRITY}: expected files, or the folder of a build.`,
    )
  const build = fieldsOf(manifest).get('build')
  if (typeof build !== 'string') throw wrongUse(`ledger register: ${MANIFEST} in ${folder} names no build.`)
  const named = [...fieldsOf(integrity)]
  if (named.length === 0) throw wrongUse(`ledger register: ${INTEGRITY} in ${folder} names no file.`)
  const files = named.map(([file, expected]) => {
    const document = isBelow(file) ? read(folder, file) : null
    if (!document) throw wrongUse(`ledger register: ${folder} has no ${file}, which ${INTEGRITY} names.`)
    if (`sha384-${createHash('sha384').update(document).digest('base64')}` !== expected)
      throw wrongUse(`ledger register: ${file} in ${folder} is not the file that ${INTEGRITY} names.`)
    return { file, document }
  })
  const lists = [
    { file: MANIFEST, document: manifest },
    { file: INTEGRITY, document: integrity },
  ]
  return { build, files: [...files, ...lists] }
}

/** `null`: it cannot be read. */
function read(folder: string, name: string): Uint8Array | null {
  try {
    return readFileSync(join(folder, name))
  } catch {
    return null // the caller says what is missing
  }
}

function isBelow(file: string): boolean {
  return file.split('/').every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part))
}

function fieldsOf(json: Uint8Array): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(json).toString())
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  } catch {
    return new Map() // no JSON has no fields, which the caller misses
  }
}
