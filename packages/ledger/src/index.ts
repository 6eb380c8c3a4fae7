export type { AppendResult, NoticeResult, RecordResult, RecordStatus } from './append-records.ts'
export { clientAddress } from './client-address.ts'
export {
  createLedger,
  type Ledger,
  type LedgerEvent,
  type LedgerOptions,
  type Peer,
} from './create-ledger.ts'
export type { ErasureResult } from './erase-subject.ts'
export { checkpointFile, type KeptCheckpoint } from './kept-checkpoint.ts'
export type { Budget, LimitsOptions } from './limits.ts'
export type { OriginsOptions } from './origins.ts'
export type { SubjectAccount, SubjectRecord } from './read-subject.ts'
export { type RunningLedger, type ServeOptions, serve } from './serve.ts'
export { type SigningKey, signingKey, signingKeyFile } from './signing-key.ts'
export { sqliteStore } from './sqlite-store.ts'
export type { Head, LogReader, LogStore, LogWriter, StoredEntry, StoredRecord } from './store.ts'
