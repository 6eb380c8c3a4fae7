import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { documentProblem, MAX_DOCUMENT, type RegisteredNow, registerDocuments } from '@latchkey/ledger'
import { filesOfBuild, type RegisteredFile } from './build-folder.ts'
import { list, wrongUse } from './command.ts'
import type { LedgerAction } from './ledger-action.ts'
import { noted } from './ledger-noted.ts'

/**
 * `latchkey ledger register <file…> --as <name>`: keeps documents under the policy or the build that records carry, on a
 * running ledger, too. The folder of a build has its name in it. All of it is registered in one commit, or none.
 */
export const ledgerRegister: LedgerAction = async ({ words, flags, place, say }) => {
  const orders = ordersOf(words, flags.as)
  const sites = list(flags.sites)
  const store = place.store()
  try {
    await store.prepare(place.vault())
    const done = await noted(store, 'registered documents', async (writer) => {
      const all: (RegisteredNow & { readonly name: string })[] = []
      for (const [name, documents] of orders) {
        const result = await registerDocuments(writer, { name, documents, sites }, Date.now())
        if (!result.ok) throw wrongUse(`ledger register: ${result.problem}.`)
        all.push(...result.documents.map((document) => ({ ...document, name })))
      }
      return all
    })
    for (const { status, digest, file, name } of done)
      say(`${status} ${digest} ${file}`, { status, digest, file, as: name })
    return 0
  } finally {
    await store.close()
  }
}

/** What was named, by the name that it is registered under. */
function ordersOf(words: readonly string[], as: unknown): ReadonlyMap<string, readonly RegisteredFile[]> {
  if (words.length === 0)
    throw wrongUse('ledger register: expected files, or the folder of a build, got none.')
  if (Array.isArray(as)) throw wrongUse('ledger register: expected --as once.')
  const name = typeof as === 'string' ? as : ''
  const orders = new Map<string, RegisteredFile[]>()
  for (const word of words) {
    const isFolder = statSync(word, { throwIfNoEntry: false })?.isDirectory() ?? false
    const { build, files } = isFolder ? filesOfBuild(word) : { build: null, files: [fileAt(word)] }
    if (build === null && name === '')
      throw wrongUse('ledger register: expected --as, the policy or build that records carry, got none.')
    if (build !== null && words.length === 1 && name !== '' && name !== build)
      throw wrongUse(`ledger register: ${word} is the build ${build}; leave --as out.`)
    const under = build ?? name
    orders.set(under, [...(orders.get(under) ?? []), ...files.map(checked)])
  }
  return orders
}

function fileAt(path: string): RegisteredFile {
  try {
    // What is too long is not read: it may be a disk.
    const { size } = statSync(path)
    if (size > MAX_DOCUMENT) throw tooLong(path)
    return { file: basename(path), document: readFileSync(path) }
  } catch (error) {
    if (error instanceof Error && error.name === 'WrongUse') throw error
    throw wrongUse(`ledger register: ${path} cannot be read.`)
  }
}

function checked(one: RegisteredFile): RegisteredFile {
  const problem = documentProblem(one.document)
  if (problem === 'long') throw tooLong(one.file)
  if (problem !== null)
    throw wrongUse(`ledger register: ${one.file} is not text: expected UTF-8 without control characters.`)
  return one
}

function tooLong(file: string): Error {
  return wrongUse(`ledger register: ${file} is too long: expected at most 256 KiB.`)
}
