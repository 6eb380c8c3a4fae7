import type { Vault, WrappedKey } from '../vault/vault.ts'

/** A signed checkpoint as it is kept. */
export interface Head {
  readonly size: number
  /** The signed note. */
  readonly note: string
}

/**
 * Who vouches for a record (threat model F5). `subject`: whoever holds the subject's secret, and nobody else.
 * `attested`: the merchant's own server, with a token of the role `append`.
 */
export type Assurance = 'subject' | 'attested'

/** What is erasable: kept beside the log, never in it. */
export interface StoredRecord {
  readonly seq: number
  /** The tenant: ids are unique within a site. */
  readonly site: string
  readonly id: string
  /** SHA-256 (hex) of the subject's secret. */
  readonly subject: string
  /** Milliseconds since 1970, by the ledger's clock. */
  readonly received: number
  readonly assurance: Assurance
  /** Salt and exact bytes, encrypted with the subject's key. */
  readonly sealed: Uint8Array
  /** The subject's key. */
  readonly key: WrappedKey
  /** Digest of the notice that it names. */
  readonly notice: string | null
}

/** One place of the log. */
export interface StoredEntry {
  readonly seq: number
  /** The bytes that are hashed into the tree. */
  readonly entry: Uint8Array
  /** The record that it commits to; `null` if it commits to none, or the record was erased. */
  readonly record: StoredRecord | null
  /** The erasure that took the record. */
  readonly by: number | null
}

/** How often something happened on a day. Names nobody, so it outlives erasures; shown from 20 on only. */
export interface Count {
  /** `2026-11-22`, UTC, by the ledger's clock. */
  readonly day: string
  readonly site: string
  readonly measure: string
  readonly regime: string
  readonly locale: string
  /** Digest of the notice; empty if none was shown. */
  readonly notice: string
  /** Empty for measures that are not about one purpose. */
  readonly purpose: string
  readonly n: number
}

/** Which counts are added up. */
export interface CountQuery {
  /** Days, both included. */
  readonly from: string
  readonly to: string
  /** `null`: all. */
  readonly sites: readonly string[] | null
  /** A sum for each of its values, the hundred greatest alone; `null`: the whole. */
  readonly by: 'regime' | 'locale' | 'notice' | 'purpose' | null
  /** Of these values alone. */
  readonly where?: { readonly [D in 'regime' | 'locale' | 'notice']?: string | undefined } | undefined
}

/** A sum of counts: of a day and a measure, whole or of one value of a dimension. */
export interface CountSum {
  readonly day: string
  readonly measure: string
  readonly by: CountQuery['by']
  /** Empty for the whole. */
  readonly value: string
  readonly n: number
}

/** A token as it is kept: its hash alone. */
export interface StoredToken {
  /** SHA-256 (hex) of the token. */
  readonly hash: string
  readonly name: string
  readonly role: string
  /** The sites that it is good for; `null`: all. */
  readonly sites: readonly string[] | null
  readonly created: number
  /** `null`: never. */
  readonly expires: number | null
}

/** Somebody used a privilege (threat model G6). */
export interface StoredAccess {
  readonly at: number
  /** The token's name. */
  readonly who: string
  readonly what: string
  /** How many entries or records it was about. */
  readonly entries: number
}

/** A document under its digest: a notice that a browser sent, or whatever the operator registered. */
export interface StoredDocument {
  /** SHA-256 (hex). */
  readonly digest: string
  readonly document: Uint8Array
  /** By the operator: stays, whoever names it. */
  readonly registered: boolean
}

/** These sites, or all but these. */
export interface SiteChoice {
  readonly sites: readonly string[]
  /** @default false */
  readonly except?: boolean | undefined
}

/** Reads see committed state only; within `transact`, also what was written there. */
export interface LogReader {
  head(): Promise<Head | null>
  /** The oldest checkpoint that covers this entry: what its receipt was made of. */
  headCovering(seq: number): Promise<Head | null>
  /** Checkpoints of more than `after` and up to `upTo` entries, in order. */
  heads(after: number, upTo: number): Promise<readonly Head[]>
  /** The first table with a row that a log of this size cannot have; `null`: none. */
  stray(size: number): Promise<string | null>
  /** The hashes of a tile as far as it is filled. */
  tile(level: number, index: number): Promise<Uint8Array | null>
  /** Entries `from` up to, not including, `to`, in order. */
  entries(from: number, to: number): Promise<readonly StoredEntry[]>
  recordById(site: string, id: string): Promise<StoredRecord | null>
  /** Records whose ids begin so, in order of ids. */
  recordsByCode(code: string, limit: number): Promise<readonly StoredRecord[]>
  /** A subject's records, in the order of the log: all, or the last `most` of them. */
  recordsOf(subject: string, most?: number): Promise<readonly StoredRecord[]>
  /** Places of these subjects' records behind this one, in the order of the log; of these sites or of all. */
  placesOf(
    subjects: readonly string[],
    after: number,
    limit: number,
    sites?: readonly string[] | null,
  ): Promise<readonly number[]>
  /** Places of records received before this time, oldest first; of every site, or of those chosen. */
  recordsBefore(received: number, limit: number, choice?: SiteChoice): Promise<readonly number[]>
  subjectKey(subject: string): Promise<WrappedKey | null>
  /** Subjects whose keys are wrapped with another key than this, in order. */
  subjectsNotUnder(kek: string, limit: number): Promise<readonly string[]>
  /** Whether any record names this document, of these sites or of all. */
  isNamed(digest: string, sites?: readonly string[] | null): Promise<boolean>
  /** Documents that records of these entries name, of these sites or of all, in order of digests. */
  documentsOf(from: number, to: number, sites: readonly string[] | null): Promise<readonly string[]>
  document(digest: string): Promise<StoredDocument | null>
  /** Counts of these days, both included; of these sites, or of all. */
  counts(from: string, to: string, sites: readonly string[] | null): Promise<readonly Count[]>
  /** Counts added up where they lie, in order of days, measures and values. */
  countSums(query: CountQuery): Promise<readonly CountSum[]>
  /** Sites of which something was counted on these days, in order, a thousand at most. */
  countedSites(from: string, to: string, sites: readonly string[] | null): Promise<readonly string[]>
  /** Whether something was counted of these sites with this notice. */
  isCounted(notice: string, sites: readonly string[] | null): Promise<boolean>
  tokens(): Promise<readonly StoredToken[]>
  token(hash: string): Promise<StoredToken | null>
  /** The newest, newest first. */
  accesses(limit: number): Promise<readonly StoredAccess[]>
  setting(name: string): Promise<string | null>
}

/** A record that somebody wants to add. */
export interface ExpectedRecord {
  readonly site: string
  readonly id: string
  readonly subject: string
}

export interface LogWriter extends LogReader {
  /**
   * Says which records are about to be asked for, and then probably added: a store behind a network fetches what it
   * has of them in one go. Changes no answer.
   */
  expect?(records: readonly ExpectedRecord[]): Promise<void>
  addEntry(seq: number, entry: Uint8Array): Promise<void>
  /** Adds the subject's key with it if the subject is new. */
  addRecord(record: StoredRecord): Promise<void>
  addHead(head: Head): Promise<void>
  /** `false` if it was there. One that becomes registered stays so. */
  addDocument(document: StoredDocument): Promise<boolean>
  putTile(level: number, index: number, hashes: Uint8Array): Promise<void>
  putSubjectKey(subject: string, key: WrappedKey): Promise<void>
  /** Adds to what was counted. */
  addCounts(counts: readonly Count[]): Promise<void>
  /** Takes away what was counted before this day. */
  removeCounts(before: string, choice: SiteChoice): Promise<void>
  putToken(token: StoredToken): Promise<void>
  removeToken(hash: string): Promise<void>
  addAccess(access: StoredAccess): Promise<void>
  putSetting(name: string, value: string): Promise<void>
  /**
   * Destroys records, salts and all that names their subjects: keys of subjects with no record left, and documents
   * that no record names any more, unless the operator registered them.
   */
  erase(seqs: readonly number[], by: number): Promise<void>
}

/**
 * Where a ledger keeps its log. SQLite and PostgreSQL are built in; another store implements this, passes
 * `storeContract`, and nothing else changes.
 */
export interface LogStore {
  readonly name: string
  readonly read: LogReader
  /** Makes the tables, or brings older ones up to date, with what must be sealed. Called once, before anything else. */
  prepare(vault: Vault): Promise<void>
  /**
   * Runs `work` with nobody else writing, in this process or another. When it resolves, all of it is on the disk
   * (threat model D8). When it rejects, none of it happened or nobody knows: unless `isPassing` the ledger then stops.
   */
  transact<Result>(work: (writer: LogWriter) => Promise<Result>): Promise<Result>
  /** The store was out of reach for a moment and has lost nothing that it had said was on the disk. */
  isPassing(error: unknown): boolean
  /** Wipes what erasures left in journals. `false` if somebody is reading: ask again. */
  wipe(): Promise<boolean>
  close(): Promise<void>
}
