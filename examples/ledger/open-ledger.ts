// One ledger a process, opened at its first request. In a file, or on PostgreSQL for any number of processes.
import {
  checkpointFile,
  createLedger,
  createVault,
  erasureJournal,
  keptOverHttp,
  type Ledger,
  postgresStore,
  signingKey,
  sqliteStore,
} from '@latchkey/ledger'

const { LATCHKEY_DB: db = 'latchkey.db', LATCHKEY_KEEP_CHECKPOINT: address } = process.env
let opened: Promise<Ledger> | null = null

export function ledger(): Promise<Ledger> {
  opened ??= createLedger({
    store: /^postgres(?:ql)?:/.test(db) ? postgresStore(db) : sqliteStore(db),
    // Both are 32 bytes in base64 (openssl rand -base64 32), out of the platform's store of secrets.
    key: signingKey(process.env.LATCHKEY_SIGNING_KEY ?? ''),
    vault: createVault((process.env.LATCHKEY_KEK ?? '').split(',')),
    // Where no file outlives the process, the newest checkpoint must lie at an address.
    kept: address
      ? keptOverHttp({ address, token: process.env.LATCHKEY_KEEP_TOKEN })
      : checkpointFile('latchkey.checkpoint'),
    ...(address ? {} : { journal: erasureJournal('latchkey.erasures') }),
    // For a machine that is new to a log which was begun elsewhere, and has neither of the two.
    withoutCheckpoint: Boolean(process.env.LATCHKEY_WITHOUT_CHECKPOINT),
    withoutJournal: Boolean(process.env.LATCHKEY_WITHOUT_JOURNAL),
    adminToken: process.env.LATCHKEY_ADMIN_TOKEN,
    base: '/latchkey',
    // A commit failed: whatever starts the process again opens the ledger anew, and checks it.
    onFailure: () => process.exit(1),
  }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}
