// One ledger a process, opened at its first request. In a file, or on PostgreSQL for any number of processes.
import {
  checkpointFile,
  createLedger,
  createVault,
  erasureJournal,
  keptOverHttp,
  type Ledger,
  type Peer,
  postgresStore,
  signingKey,
  sqliteStore,
} from '@latchkey/ledger'

const { LATCHKEY_DB: db = 'latchkey.db', LATCHKEY_KEEP_CHECKPOINT: address } = process.env
/** Beginning of the names of files that outlive the process. Empty where none does: see README. */
const { LATCHKEY_FILES: files = 'latchkey' } = process.env
let opened: Promise<Ledger> | null = null

export function ledger(): Promise<Ledger> {
  if (!files && !address)
    return Promise.reject(new Error('LATCHKEY_KEEP_CHECKPOINT: expected an address where no file is kept.'))
  opened ??= createLedger({
    store: /^postgres(?:ql)?:/.test(db) ? postgresStore(db) : sqliteStore(db),
    // Both are 32 bytes in base64 (openssl rand -base64 32), out of the platform's store of secrets.
    key: signingKey(process.env.LATCHKEY_SIGNING_KEY ?? ''),
    vault: createVault((process.env.LATCHKEY_KEK ?? '').split(',')),
    kept: address
      ? keptOverHttp({ address, token: process.env.LATCHKEY_KEEP_TOKEN })
      : checkpointFile(`${files}.checkpoint`),
    ...(files ? { journal: erasureJournal(`${files}.erasures`) } : {}),
    // For a machine that is new to a log which was begun elsewhere, and has neither of the two.
    withoutCheckpoint: Boolean(process.env.LATCHKEY_WITHOUT_CHECKPOINT),
    withoutJournal: Boolean(process.env.LATCHKEY_WITHOUT_JOURNAL),
    adminToken: process.env.LATCHKEY_ADMIN_TOKEN,
    trustProxy: process.env.LATCHKEY_TRUST_PROXY,
    base: '/latchkey',
    // A commit failed: whatever starts the process again opens the ledger anew, and checks it.
    onFailure: () => process.exit(1),
  }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}

/**
 * Who asks, where `fetch` is all that there is: by the header in which the platform itself writes the client's address
 * (LATCHKEY_ADDRESS_HEADER: `x-vercel-forwarded-for`, `cf-connecting-ip`, …). It must be one that no client can set.
 * Without it all clients together share one budget.
 */
export function peerOf(request: Request): Peer {
  const header = process.env.LATCHKEY_ADDRESS_HEADER
  return { address: (header && request.headers.get(header)) || undefined }
}
