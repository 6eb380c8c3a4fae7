import { existsSync } from 'node:fs'
import {
  type Beside,
  checkpointFile,
  createVault,
  type ErasureJournal,
  erasureJournal,
  type KeptCheckpoint,
  keptOverHttp,
  type LogStore,
  lookAtSqlite,
  postgresStore,
  type SigningKey,
  signingKey,
  signingKeyFile,
  sqliteStore,
  type Vault,
  vaultFile,
} from '@latchkey/ledger'
import { text, wrongUse } from './command.ts'

/** Flags that every command on a ledger takes. */
export interface PlaceFlags {
  readonly db?: unknown
  readonly files?: unknown
  readonly keepCheckpoint?: unknown
  readonly withoutCheckpoint?: boolean | undefined
  readonly withoutJournal?: boolean | undefined
}

/** Where a ledger lies, and what belongs to it. Keys come from the environment or from files, never from flags. */
export interface Place {
  /** A file, or the address of a server. */
  readonly db: string
  readonly isServer: boolean
  /** Beginning of the names of what lies beside it. */
  readonly files: string
  /** Where the keys lie, if they lie in files. */
  readonly keyFile: string | null
  readonly kekFile: string | null
  readonly beside: {
    readonly kept: KeptCheckpoint
    readonly journal: ErasureJournal
    /** The operator's word that one of them is lost. */
    readonly withoutCheckpoint: boolean
    readonly withoutJournal: boolean
    /** Says where that word was needed. */
    onWithout(beside: Beside, sentence: string): void
  }
  /** @param file Another database file than `db`, for a restore. */
  store(file?: string): LogStore
  key(): SigningKey
  vault(): Vault
}

/** Finds a ledger by flags and environment; flags win. What an operator should not miss is said by `warn`. */
export function placeOf(flags: PlaceFlags, env: NodeJS.ProcessEnv, warn: (sentence: string) => void): Place {
  const db = text(flags.db ?? env.LATCHKEY_DB, 'latchkey.db')
  const isServer = /^postgres(?:ql)?:\/\//.test(db)
  if (!isServer && /^\w+:\/\//.test(db)) throw wrongUse('ledger: --db takes a file or postgres://….')
  // Whatever it would acknowledge would be gone with the process.
  if (db.startsWith(':') || db === '')
    throw wrongUse('ledger: --db must be a file that outlives the process.')
  // What is written — records, keys, checkpoint — is for this account only.
  process.umask(0o077)
  const files = text(flags.files ?? env.LATCHKEY_FILES, isServer ? 'latchkey' : db)
  const keyFile = env.LATCHKEY_SIGNING_KEY ? null : `${files}.key`
  const kekFile = env.LATCHKEY_KEK ? null : `${files}.kek`
  const address = text(flags.keepCheckpoint ?? env.LATCHKEY_KEEP_CHECKPOINT, '')
  return {
    ...{ db, isServer, files, keyFile, kekFile },
    beside: {
      kept: address
        ? keptOverHttp({ address, token: env.LATCHKEY_KEEP_TOKEN || undefined })
        : checkpointFile(`${files}.checkpoint`),
      journal: erasureJournal(`${files}.erasures`),
      withoutCheckpoint: Boolean(flags.withoutCheckpoint || env.LATCHKEY_WITHOUT_CHECKPOINT),
      // The first release knew no journal: it is made when its file is brought up to date.
      withoutJournal:
        Boolean(flags.withoutJournal || env.LATCHKEY_WITHOUT_JOURNAL) || lookAtSqlite(db).schema === 1,
      onWithout: (_, sentence) => warn(sentence),
    },
    store: (file = db) => (isServer ? postgresStore(db) : sqliteStore(file)),
    key() {
      if (keyFile === null) return signingKey(env.LATCHKEY_SIGNING_KEY ?? '')
      mustExist(keyFile, 'signing key', lookAtSqlite(db).begun)
      return signingKeyFile(keyFile)
    },
    vault() {
      if (kekFile === null) return createVault((env.LATCHKEY_KEK ?? '').split(','))
      const { begun, schema } = lookAtSqlite(db)
      // Schema 1 had no such key: it is made when the file is migrated.
      mustExist(kekFile, 'key encryption key', begun && schema > 1)
      return vaultFile(kekFile)
    },
  }
}

/** A key is made for a new log only: an old one would not open with it, and the new file would hide that one is missing. */
function mustExist(file: string, what: string, begun: boolean): void {
  if (begun && !existsSync(file))
    throw wrongUse(`ledger: expected the ${what} of this log in ${file}, got no such file.`)
}
