import { randomBytes } from 'node:crypto'
import { formatVkey, leafHash } from '@latchkey/log'
import { clientAddress } from './access/client-address.ts'
import { createLimits, type LimitsOptions } from './access/limits.ts'
import { allowedOrigins, type OriginsOptions } from './access/origins.ts'
import { holderOf, makeToken } from './access/tokens.ts'
import { createApp } from './http/app.ts'
import { createMetrics } from './http/metrics.ts'
import { commitQueue } from './log/commit-queue.ts'
import type { KeptCheckpoint } from './log/kept-checkpoint.ts'
import { openLog } from './log/open-log.ts'
import type { SigningKey } from './log/signing-key.ts'
import type { LogStore } from './store/store.ts'
import type { Vault } from './vault/vault.ts'

/** Something worth a line in an operator's log. Never a secret, a body or an address (threat model H2). */
export interface LedgerEvent {
  readonly event: 'started' | 'exported' | 'erased' | 'failed'
  readonly entries?: number | undefined
  /** The name of an error, or its sentence if it is one of ours. */
  readonly reason?: string | undefined
}

export interface LedgerOptions extends OriginsOptions {
  readonly store: LogStore
  /** Signs checkpoints. */
  readonly key: SigningKey
  /** Encrypts what is stored about subjects. */
  readonly vault: Vault
  /** A copy of the newest checkpoint outside the store. @default none */
  readonly kept?: KeptCheckpoint | undefined
  /** The log's name, for good. @default `latchkey/` and a random number, made once */
  readonly origin?: string | undefined
  /** Path that everything lies below: `/latchkey`. @default '' */
  readonly base?: string | undefined
  /** An administrator's token. @default one made on first start, see `newAdminToken` */
  readonly adminToken?: string | undefined
  /** Proxies whose word about the client's address counts, see `clientAddress`. @default '' */
  readonly trustProxy?: string | undefined
  readonly limits?: LimitsOptions | undefined
  /** Requests that may wait for a commit; beyond it the answer is 503. @default 2000 */
  readonly capacity?: number | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** @default node:crypto */
  readonly random?: ((length: number) => Uint8Array) | undefined
  readonly onEvent?: ((event: LedgerEvent) => void) | undefined
  /** A commit failed. The ledger takes nothing more; the process should end with an error (threat model D8). */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

/** What the HTTP server knows about a request beside the request. */
export interface Peer {
  /** Address of the connection. */
  readonly address?: string | undefined
}

export interface Ledger {
  /** Never rejects. */
  fetch(request: Request, peer?: Peer): Promise<Response>
  /** The log's public key, to be kept elsewhere. */
  readonly vkey: string
  /** An administrator's token, on the very start that made it; its hash alone is stored. */
  readonly newAdminToken: string | null
  /** Finishes accepted work, then closes the store. */
  close(): Promise<void>
}

/**
 * Opens a ledger: verifies the log that it finds, then takes records and proves them over HTTP. Rejects with a
 * sentence if the log does not verify or an option is wrong.
 *
 * @example
 * const ledger = await createLedger({
 *   store: sqliteStore('latchkey.db'),
 *   key: signingKeyFile('latchkey.db.key'),
 *   vault: vaultFile('latchkey.db.kek'),
 * })
 * const response = await ledger.fetch(new Request('http://localhost/v1/checkpoint'))
 */
export async function createLedger(options: LedgerOptions): Promise<Ledger> {
  const { store, key, vault, kept, base = '', capacity = 2000, onEvent, onFailure } = options
  const now = options.now ?? Date.now
  const random = options.random ?? ((length: number) => new Uint8Array(randomBytes(length)))
  if (!/^(?:\/[\w.~-]+)*$/.test(base)) throw new Error('[ledger] base: expected a path like /latchkey.')
  const origins = allowedOrigins(options)
  const addressOf = clientAddress(options.trustProxy ?? '')
  await store.prepare()
  const { verifier, tree, head } = await openLog({ store, key, vault, origin: options.origin, kept })
  const token = await firstToken(store, options.adminToken, now())
  // What an erasure left behind if the power went before its journal was wiped.
  await store.wipe()
  const metrics = createMetrics()
  const queue = commitQueue({
    store,
    tree,
    head,
    verifier,
    sign: key.sign,
    kept,
    leafOf: leafHash,
    capacity,
    batch: 256,
    onCommit: metrics.commit,
    onFailure(error) {
      onEvent?.({ event: 'failed', reason: error instanceof Error ? error.name : 'unknown' })
      onFailure?.(error)
    },
  })
  const app = createApp({
    base,
    read: store.read,
    queue,
    verifier,
    metrics,
    limits: createLimits(options.limits ?? {}, { now, random }),
    origins,
    addressOf,
    vault,
    holderOf: (claimed) => holderOf(claimed, { read: store.read, given: options.adminToken, now: now() }),
    now,
    random,
    onEvent: onEvent ?? (() => {}),
  })
  onEvent?.({ event: 'started', entries: head.size })
  return {
    vkey: formatVkey(verifier),
    newAdminToken: token,
    fetch: async (request, peer = {}) => app.fetch(request, { peer }),
    async close() {
      await queue.close()
      await store.close()
    },
  }
}

/** On the very first start an administrator's token is made, unless the environment gives one. */
async function firstToken(store: LogStore, given: string | undefined, now: number): Promise<string | null> {
  if (given !== undefined) {
    if (given.length >= 16) return null
    throw new Error('[ledger] admin token: expected at least 16 characters.')
  }
  if ((await store.read.tokens()).length > 0) return null
  return store.transact((writer) => makeToken(writer, { name: 'first administrator', role: 'admin' }, now))
}
