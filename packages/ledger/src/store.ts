/** A signed checkpoint as it is kept. */
export interface Head {
  readonly size: number
  /** The signed note. */
  readonly note: string
}

/** What is erasable: kept beside the log, never in it. */
export interface StoredRecord {
  readonly seq: number
  readonly id: string
  /** SHA-256 (hex) of the subject's secret. */
  readonly subject: string
  /** Milliseconds since 1970, by the ledger's clock. */
  readonly received: number
  readonly salt: Uint8Array
  /** The record's exact bytes. */
  readonly body: Uint8Array
  /** Digest of the notice that it names. */
  readonly notice: string | null
}

/** One place of the log. */
export interface StoredEntry {
  readonly seq: number
  /** The bytes that are hashed into the tree. */
  readonly entry: Uint8Array
  /** The record that it commits to; `null` if this is an erasure, or the record was erased. */
  readonly record: StoredRecord | null
  /** The erasure that took the record. */
  readonly by: number | null
}

/** Reads see committed state only. */
export interface LogReader {
  head(): Promise<Head | null>
  /** The oldest checkpoint that covers this entry: what its receipt was made of. */
  headCovering(seq: number): Promise<Head | null>
  /** The hashes of a tile as far as it is filled. */
  tile(level: number, index: number): Promise<Uint8Array | null>
  /** Entries `from` up to, not including, `to`, in order. */
  entries(from: number, to: number): Promise<readonly StoredEntry[]>
  recordById(id: string): Promise<StoredRecord | null>
  /** A subject's records, in the order of the log. */
  recordsOf(subject: string): Promise<readonly StoredRecord[]>
  /** Whether any record names this notice. */
  isNamed(notice: string): Promise<boolean>
  /** Registered notices that records of these entries name, in order of digests. */
  noticesOf(from: number, to: number): Promise<readonly string[]>
  notice(digest: string): Promise<Uint8Array | null>
  setting(name: string): Promise<string | null>
}

export interface LogWriter extends LogReader {
  addEntry(seq: number, entry: Uint8Array): Promise<void>
  addRecord(record: StoredRecord): Promise<void>
  addHead(head: Head): Promise<void>
  /** `false` if it was there. */
  addNotice(digest: string, document: Uint8Array): Promise<boolean>
  putTile(level: number, index: number, hashes: Uint8Array): Promise<void>
  putSetting(name: string, value: string): Promise<void>
  /** Destroys records, salts and all that names their subjects, and notices that no record names any more. */
  erase(seqs: readonly number[], by: number): Promise<void>
}

/**
 * Where a ledger keeps its log. SQLite is built in; another store implements this and nothing else changes.
 */
export interface LogStore {
  readonly name: string
  readonly read: LogReader
  /**
   * Runs `work` with nobody else writing. When it resolves, all of it is on the disk (threat model D8); when it
   * rejects, none of it happened, or nobody knows: the ledger then stops.
   */
  transact<Result>(work: (writer: LogWriter) => Promise<Result>): Promise<Result>
  /** Wipes what erasures left in journals. `false` if somebody is reading: ask again. */
  wipe(): Promise<boolean>
  close(): Promise<void>
}
