import { randomBytes } from 'node:crypto'
import { formatVkey, leafHash } from '@latchkey/log'
import { clientAddress } from './access/client-address.ts'
import { createLimits, type LimitsOptions } from './access/limits.ts'
import { allowedOrigins, type OriginsOptions } from './access/origins.ts'
import { holderOf, holderOfHash, makeToken } from './access/tokens.ts'
import { watchDelivery } from './dashboard/delivery-watch.ts'
import { sealOf } from './dashboard/seal.ts'
import type { Controller } from './export/formats/controller.ts'
import { createApp } from './http/app.ts'
import { createMetrics } from './http/metrics.ts'
import { DEFAULT_RETENTION_DAYS, type RetentionPolicy } from './lifecycle/retention-policy.ts'
import { startUpkeep } from './lifecycle/upkeep.ts'
import { type WitnessOptions, witness } from './lifecycle/witness.ts'
import type { WithoutOptions } from './log/beside.ts'
import { commitQueue } from './log/commit-queue.ts'
import type { ErasureJournal } from './log/erasure-journal.ts'
import type { KeptCheckpoint } from './log/kept-checkpoint.ts'
import { openLog } from './log/open-log.ts'
import type { SigningKey } from './log/signing-key.ts'
import { reasonOf } from './reason-of.ts'
import type { LogStore } from './store/store.ts'
import type { Vault } from './vault/vault.ts'
import { gpcJson } from './well-known/gpc-json.ts'

/** Something worth a line in an operator's log. Never a secret, a body or an address (threat model H2). */
export interface LedgerEvent {
  readonly event:
    | 'started'
    | 'unchecked'
    | 'exported'
    | 'erased'
    | 'retained'
    | 'witness'
    | 'upkeep'
    | 'failed'
  /** When, as an RFC 3339 time. */
  readonly at?: string | undefined
  readonly entries?: number | undefined
  /** The name and code of an error, or its sentence if it is one of ours. */
  readonly reason?: string | undefined
}

export interface LedgerOptions extends OriginsOptions, Omit<WithoutOptions, 'onWithout'> {
  readonly store: LogStore
  /** Signs checkpoints. */
  readonly key: SigningKey
  /** Encrypts what is stored about subjects. */
  readonly vault: Vault
  /** A copy of the newest checkpoint outside the store. @default none */
  readonly kept?: KeptCheckpoint | undefined
  /** Every erasure once more outside the store, for whoever restores a backup. @default none */
  readonly journal?: ErasureJournal | undefined
  /** How long records are kept, see `retentionPolicy`. @default 2011 days: 184 and five years (RE-6) */
  readonly retention?: RetentionPolicy | undefined
  /** A C2SP witness that is shown every checkpoint. @default none */
  readonly witness?: WitnessOptions | undefined
  /** Sites whose records are taken. @default any */
  readonly sites?: readonly string[] | undefined
  /** The log's name, for good. @default `latchkey/` and a random number, made once */
  readonly origin?: string | undefined
  /** Path that everything lies below: `/latchkey`. @default '' */
  readonly base?: string | undefined
  /** An administrator's token. @default one made on first start, see `newAdminToken` */
  readonly adminToken?: string | undefined
  /**
   * Who processes the data, where and for how long, for exports after ISO/IEC TS 27560. @default null: left out, and
   * named as missing there
   */
  readonly controller?: Controller | null | undefined
  /** `2026-11-22`: serves `/.well-known/gpc.json` with this day as its last change. @default null: not served */
  readonly gpcSince?: string | null | undefined
  /** Proxies whose word about the client's address counts, see `clientAddress`. @default '' */
  readonly trustProxy?: string | undefined
  readonly limits?: LimitsOptions | undefined
  /**
   * Milliseconds that the answer to an erasure waits until nobody reads the database, so that its journal can be wiped;
   * then it says 202. @default 2000
   */
  readonly wipeWithin?: number | undefined
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
 * sentence if the log does not verify or an option is wrong, and closes the store then, too.
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
  try {
    return await start(options)
  } catch (error) {
    // A connection that stays open would keep a process alive that has nothing more to do.
    await options.store.close().catch(() => {})
    throw error
  }
}

async function start(options: LedgerOptions): Promise<Ledger> {
  const { store, key, vault, kept, journal, base = '', capacity = 2000, onFailure } = options
  const now = options.now ?? Date.now
  const onEvent = (event: LedgerEvent) => options.onEvent?.({ at: new Date(now()).toISOString(), ...event })
  const random = options.random ?? ((length: number) => new Uint8Array(randomBytes(length)))
  if (!/^(?:\/[\w.~-]+)*$/.test(base)) throw new Error('[ledger] base: expected a path like /latchkey.')
  const origins = allowedOrigins(options)
  // A day that is none is said before anything is opened.
  const gpc = options.gpcSince ? gpcJson({ lastUpdate: options.gpcSince }) : null
  const addressOf = clientAddress(options.trustProxy ?? '')
  const observer = options.witness ? witness(options.witness) : null
  await store.prepare(vault)
  const { verifier, tree, head } = await openLog({
    ...{ store, key, vault, kept, journal, now },
    ...{ withoutCheckpoint: options.withoutCheckpoint, withoutJournal: options.withoutJournal },
    origin: options.origin,
    onWithout: (_, reason) => onEvent({ event: 'unchecked', reason }),
  })
  const token = await firstToken(store, options.adminToken, now())
  // What an erasure left behind if the power went before its journal was wiped.
  const wiped = await store.wipe()
  const metrics = watchDelivery(createMetrics(), now)
  const queue = commitQueue({
    store,
    tree,
    head,
    verifier,
    sign: key.sign,
    vault,
    kept,
    journal,
    leafOf: leafHash,
    wipeDue: !wiped,
    wipeWithin: options.wipeWithin,
    capacity,
    batch: 256,
    onCommit: metrics.commit,
    onFailure(error) {
      onEvent({ event: 'failed', reason: reasonOf(error) })
      onFailure?.(error)
    },
  })
  const upkeep = startUpkeep({
    ...{ queue, read: store.read, vault, now, witness: observer, onEvent },
    policy: options.retention ?? { days: DEFAULT_RETENTION_DAYS, sites: new Map() },
  })
  const app = createApp({
    cosigned: upkeep.cosigned,
    sites: options.sites ?? null,
    controller: options.controller ?? null,
    gpc,
    base,
    read: store.read,
    isPassing: store.isPassing,
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
    onEvent,
    dashboard: {
      kept,
      seal: await sealOf(key.sign),
      delivery: metrics.delivery,
      holderOfHash: (hash) => holderOfHash(hash, { read: store.read, given: options.adminToken, now: now() }),
    },
  })
  onEvent({ event: 'started', entries: head.size })
  return {
    vkey: formatVkey(verifier),
    newAdminToken: token,
    fetch: async (request, peer = {}) => app.fetch(request, { peer }),
    async close() {
      await upkeep.stop()
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
  return store.transact(async (writer) =>
    // Of several processes that start at once, one makes it.
    (await writer.tokens()).length > 0
      ? null
      : makeToken(writer, { name: 'first administrator', role: 'admin' }, now),
  )
}
