export { clientAddress } from './access/client-address.ts'
export type { Budget, LimitsOptions } from './access/limits.ts'
export type { OriginsOptions } from './access/origins.ts'
export type { Act, Role } from './access/roles.ts'
export type { Holder, TokenOrder } from './access/tokens.ts'
export {
  createLedger,
  type Ledger,
  type LedgerEvent,
  type LedgerOptions,
  type Peer,
} from './create-ledger.ts'
export { type RunningLedger, type ServeOptions, serve } from './http/serve.ts'
export { checkpointFile, type KeptCheckpoint } from './log/kept-checkpoint.ts'
export { type SigningKey, signingKey, signingKeyFile } from './log/signing-key.ts'
export type { AppendResult, NoticeResult, RecordResult, RecordStatus } from './records/append-records.ts'
export type { ErasureResult } from './records/erase-subject.ts'
export type { SubjectAccount, SubjectRecord } from './records/read-subject.ts'
export { sqliteStore } from './store/sqlite-store.ts'
export type {
  Assurance,
  Count,
  Head,
  LogReader,
  LogStore,
  LogWriter,
  StoredAccess,
  StoredDocument,
  StoredEntry,
  StoredRecord,
  StoredToken,
} from './store/store.ts'
export { createVault, type Sealable, type Vault, vaultFile, type WrappedKey } from './vault/vault.ts'
