export { clientAddress } from './access/client-address.ts'
export type { Budget, LimitsOptions } from './access/limits.ts'
export type { OriginsOptions } from './access/origins.ts'
export type { Act, Role } from './access/roles.ts'
export { codeOfToken, type Holder, makeToken, removeTokens, type TokenOrder } from './access/tokens.ts'
export {
  createLedger,
  type Ledger,
  type LedgerEvent,
  type LedgerOptions,
  type Peer,
} from './create-ledger.ts'
export type { Controller, PurposeFacts } from './export/formats/controller.ts'
export { consentReceipt } from './export/formats/dpv/iso-27560.ts'
export type { ExportAbout, ExportedRecord } from './export/formats/format.ts'
export { readController } from './export/formats/read-controller.ts'
export { type RunningLedger, type ServeOptions, serve } from './http/serve.ts'
export { checkLedger, type LedgerCheck } from './lifecycle/check-ledger.ts'
export { type KeptOverHttpOptions, keptOverHttp } from './lifecycle/kept-over-http.ts'
export { type OfflineLedger, openOffline } from './lifecycle/open-offline.ts'
export { type Restoration, type RestoreLogOptions, restoreLog } from './lifecycle/restore-log.ts'
export type { RetentionResult } from './lifecycle/retain.ts'
export {
  DEFAULT_RETENTION_DAYS,
  type RetentionPolicy,
  retentionPolicy,
} from './lifecycle/retention-policy.ts'
export { type RotateKekOptions, rotateKek } from './lifecycle/rotate-kek.ts'
export { dropFormerKeks, rotateKekFile } from './lifecycle/rotate-kek-file.ts'
export { type KeyRotation, type RotateKeyOptions, rotateKey } from './lifecycle/rotate-key.ts'
export { rotateKeyFile } from './lifecycle/rotate-key-file.ts'
export type { WitnessOptions } from './lifecycle/witness.ts'
export type { Beside, WithoutOptions } from './log/beside.ts'
export { type ErasureJournal, erasureJournal, type JournaledErasure } from './log/erasure-journal.ts'
export { checkpointFile, type KeptCheckpoint } from './log/kept-checkpoint.ts'
export { type SigningKey, signingKey, signingKeyFile } from './log/signing-key.ts'
export type { AppendResult, NoticeResult, RecordResult, RecordStatus } from './records/append-records.ts'
export { type DocumentProblem, documentProblem, MAX_DOCUMENT } from './records/document-text.ts'
export type { ErasureResult } from './records/erase-subject.ts'
export type { SubjectAccount, SubjectRecord } from './records/read-subject.ts'
export {
  type RegisteredDocument,
  type RegisteredNow,
  type RegisterOrder,
  type RegisterResult,
  registerDocuments,
} from './records/registered.ts'
export { type PostgresOptions, postgresStore } from './store/postgres-store.ts'
export { backupSqlite, type RestoringFile, restoringSqlite } from './store/sqlite-backup.ts'
export { lookAtSqlite, type SqliteLook } from './store/sqlite-look.ts'
export { type SqliteOptions, sqliteStore } from './store/sqlite-store.ts'
export type {
  Assurance,
  Count,
  ExpectedRecord,
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
