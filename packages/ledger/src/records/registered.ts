import { bytesToHex, sha256 } from '@latchkey/log'
import type { LogReader, LogWriter } from '../store/store.ts'
import { addSites } from './document-sites.ts'
import { documentProblem, documentSentences } from './document-text.ts'

/** Documents to be registered under a name that records carry. */
export interface RegisterOrder {
  /** The `policy` or the `ui` of records, letter by letter. */
  readonly name: string
  /** Text, see `documentProblem`, and what its file is called. */
  readonly documents: readonly { readonly file: string; readonly document: Uint8Array }[]
  /** Whose they are. Empty: theirs alone who see every site. */
  readonly sites: readonly string[]
}

/** What became of an order. If it is refused, nothing of it was written. */
export type RegisterResult =
  | { readonly ok: true; readonly documents: readonly RegisteredNow[] }
  /** A fixed sentence. */
  | { readonly ok: false; readonly problem: string }

export interface RegisteredNow {
  readonly file: string
  /** SHA-256 (hex). */
  readonly digest: string
  readonly status: 'stored' | 'duplicate'
}

/** A document under a name. */
export interface RegisteredDocument {
  readonly file: string
  /** SHA-256 (hex). */
  readonly digest: string
  /** Milliseconds since 1970, by the ledger's clock. */
  readonly registered: number
}

/** What a record may carry as its policy or its site. */
const LINE = /^[^\p{Cc}\p{Cs}]{1,200}$/u
/** A list is read and written whole. A build has fewer than a hundred files. */
const MOST = 500

/**
 * Registers documents under the `policy` or the `ui` of records, so that a record leads to the configuration and the build
 * that were in force (RE-4). A name may get more documents, and none is replaced or taken away. Each site has a list of its
 * own: what one registers neither shows in another's nor takes its room (threat model F8).
 *
 * @example
 * const document = readFileSync('latchkey.json')
 * await store.transact((writer) =>
 *   registerDocuments(
 *     writer,
 *     { name: '2026-12', documents: [{ file: 'latchkey.json', document }], sites: ['shop.example'] },
 *     Date.now(),
 *   ),
 * )
 */
export async function registerDocuments(
  writer: LogWriter,
  order: RegisterOrder,
  now: number,
): Promise<RegisterResult> {
  const problem = problemOf(order)
  if (problem !== null) return { ok: false, problem }
  const { name, documents, sites } = order
  const registered = Math.floor(now)
  const given = documents.map(({ file, document }) => ({
    document,
    entry: { file, digest: bytesToHex(sha256(document)), registered },
  }))
  const news = new Set<RegisteredDocument>()
  const lists = new Map<string, readonly RegisteredDocument[]>()
  for (const site of sites.length === 0 ? [null] : sites) {
    const list = [...(await listOf(writer, name, site))]
    const before = list.length
    for (const { entry } of given) {
      if (list.some(isSame(entry))) continue
      list.push(entry)
      news.add(entry)
    }
    if (list.length > MOST)
      return { ok: false, problem: `as: expected at most ${MOST} documents of a site under one name` }
    if (list.length > before) lists.set(settingOf(name, site), list)
  }
  for (const { entry, document } of given) {
    await writer.addDocument({ digest: entry.digest, document, registered: true })
    await addSites(writer, entry.digest, sites)
  }
  for (const [setting, list] of lists) await writer.putSetting(setting, JSON.stringify(list))
  return {
    ok: true,
    documents: given.map(({ entry }) => ({
      ...{ file: entry.file, digest: entry.digest },
      status: news.has(entry) ? 'stored' : 'duplicate',
    })),
  }
}

/** Who asks what is registered under a name. */
export interface RegisteredQuery {
  /** The site of the record that carries the name. */
  readonly site: string
  /** Whether to add what was registered for no site: it is theirs who see every site. */
  readonly everySite: boolean
}

/** What is registered under a name for a record's site, each document once, the earliest first. */
export async function registeredAs(
  read: LogReader,
  name: string,
  { site, everySite }: RegisteredQuery,
): Promise<readonly RegisteredDocument[]> {
  const lists = await Promise.all([site, ...(everySite ? [null] : [])].map((one) => listOf(read, name, one)))
  const all = lists.flat().toSorted((a, b) => a.registered - b.registered)
  return all.filter((one, at) => all.findIndex(isSame(one)) === at)
}

function problemOf({ name, documents, sites }: RegisterOrder): string | null {
  if (!LINE.test(name)) return 'as: expected one line of at most 200 characters'
  if (!sites.every((site) => LINE.test(site))) return 'site: expected one line of at most 200 characters'
  for (const { file, document } of documents) {
    if (!LINE.test(file)) return 'file: expected one line of at most 200 characters'
    const problem = documentProblem(document)
    if (problem !== null) return documentSentences[problem]
  }
  return null
}

function isSame({ file, digest }: RegisteredDocument): (other: RegisteredDocument) => boolean {
  return (other) => other.file === file && other.digest === digest
}

function settingOf(name: string, site: string | null): string {
  return `registered ${JSON.stringify([name, site])}`
}

async function listOf(
  read: LogReader,
  name: string,
  site: string | null,
): Promise<readonly RegisteredDocument[]> {
  const list: unknown = JSON.parse((await read.setting(settingOf(name, site))) ?? '[]')
  return Array.isArray(list) ? list.filter(isRegistered) : []
}

function isRegistered(value: unknown): value is RegisteredDocument {
  return (
    typeof value === 'object' &&
    value !== null &&
    'file' in value &&
    typeof value.file === 'string' &&
    'digest' in value &&
    typeof value.digest === 'string' &&
    'registered' in value &&
    typeof value.registered === 'number'
  )
}
