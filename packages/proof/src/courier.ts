import type { Receipt } from '@latchkey/record'
import { batchOf } from './batch.ts'
import type { Entry } from './entry.ts'
import type { Platform } from './platform.ts'
import type { Delivery, RecordResult, Transport } from './transport.ts'

/** A request that takes longer is given up; the ledger knows what it has by its id. */
const PATIENCE = 30_000
/** After so many failures in a row only a new decision or a sign of life tries again, and after twice as many only a decision. */
const TRIES = 8
const SHORTEST = 1000
const LONGEST = 300_000
/** A ledger that asks for more than an hour's rest is mistaken (threat model D6). */
const LONGEST_REST = 3_600_000

const LOST: Delivery = { ok: false, retry: true }
const NOBODY: ReadonlySet<string> = new Set()

export interface CourierOptions {
  readonly transport: Transport
  readonly site: string
  readonly platform: Pick<Platform, 'after' | 'chance' | 'document'>
  /** Runs a task in this tab's turn. */
  readonly inTurn: (task: () => Promise<unknown>) => void
  /** Everything that has no receipt. */
  readonly pending: () => readonly Entry[]
  /** The receiver has the record (`receipt`) or will never take it (`problem`). Called once a record. */
  readonly settled: (id: string, receipt: Receipt | null, problem: string | undefined) => void
  /** A request with these failed. `unanswered`: as far as is known, nothing has reached the receiver. */
  readonly failed: (entries: readonly Entry[], unanswered: boolean) => void
}

/** Brings records to one transport, again and again until each is settled. */
export interface Courier {
  /** Whether this record needs nothing more from this courier. */
  isDone(id: string): boolean
  /**
   * Sends what waits. The request starts before this returns.
   *
   * @param fresh Ids of records just made: they go even while others wait for another try, unless the receiver asked
   * for rest.
   * @returns Resolves when there is nothing more to send for now.
   */
  send(fresh?: ReadonlySet<string>): Promise<void>
  /** `send()`, always the same function. */
  again(): Promise<void>
  /** While paused, only fresh records go. */
  pause(on: boolean): void
}

export function courier({
  transport,
  site,
  platform,
  inTurn,
  pending,
  settled,
  failed,
}: CourierOptions): Courier {
  const done = new Set<string>()
  const told = new Set<string>()
  /** On their way, or given up for this page: a poisoned record must not hold up the others. */
  const held = new Set<string>()
  let failures = 0
  let most: number | undefined
  let resting = false
  let paused = false
  let cancel = () => {}
  const again = () => send()

  async function send(fresh = NOBODY): Promise<void> {
    if (resting || (!fresh.size && (paused || failures >= TRIES * 2))) return
    const waiting = pending().filter(({ record: { id } }) => !done.has(id) && !held.has(id))
    const { entries, notices } = batchOf(waiting, fresh, told, most)
    const [first] = entries
    if (!first) return
    for (const { record } of entries) held.add(record.id)
    const request = new AbortController()
    const call = () =>
      transport.send(
        entries.map(({ text }) => text),
        {
          site,
          secret: first.secret,
          notices,
          leaving: platform.document.visibilityState === 'hidden',
          signal: request.signal,
        },
      )
    const delivery = await new Promise<Delivery>((resolve) => {
      const onTime = platform.after(PATIENCE, () => {
        resolve(LOST)
        request.abort()
      })
      void attempt(call).then((delivery) => {
        onTime()
        resolve(delivery)
      })
    })
    await answered(entries, delivery)
  }

  async function answered(entries: readonly Entry[], delivery: Delivery): Promise<void> {
    for (const { record } of entries) held.delete(record.id)
    const open = entries.filter((entry, i) => !delivery.ok || !settle(entry, i, delivery.results))
    if (!open.length) {
      failures = 0
      most = undefined
      return send()
    }
    failures++
    failed(open, !delivery.ok && delivery.retry && !delivery.after)
    if (delivery.ok || delivery.retry) {
      rest(delivery.ok ? 0 : delivery.after)
      return
    }
    // The request was refused as a whole: look for the record that is to blame. It stays in the outbox, since only a
    // receipt or a refusal by name takes it out, and the next page tries again.
    const [one, another] = entries
    if (another) most = entries.length >> 1
    else if (one) held.add(one.record.id)
    if (failures < TRIES) await send()
  }

  /** Whether a result, which may be anything, settles the record. */
  function settle(
    { record: { id, notice } }: Entry,
    place: number,
    results: readonly (RecordResult | null)[],
  ): boolean {
    const { status, receipt, problem } =
      results.find((each, i) => each?.id === id || (each?.id === null && i === place)) ?? {}
    const lies =
      (status === 'stored' || status === 'duplicate') &&
      receipt?.record === id &&
      Number.isSafeInteger(receipt.seq) &&
      !!receipt.checkpoint
    const refused = status === 'conflict' || status === 'rejected'
    if (!lies && !refused && !transport.copy) return false
    done.add(id)
    if (notice && !refused) told.add(notice)
    if (!transport.copy) settled(id, lies ? receipt : null, problem ?? status)
    return true
  }

  function rest(asked: number | undefined): void {
    if (resting) return
    const least = asked && asked > 0 ? Math.min(asked, LONGEST_REST) : 0
    resting = least > 0
    cancel()
    // Full jitter: shops come back all at once when a ledger does.
    cancel = platform.after(
      Math.max(least, platform.chance() * Math.min(LONGEST, SHORTEST * 2 ** failures)),
      () => {
        resting = false
        if (failures < TRIES) inTurn(again)
      },
    )
  }

  return {
    isDone: (id) => transport.copy === true || done.has(id),
    send,
    again,
    pause(on) {
      paused = on
    },
  }
}

async function attempt(call: () => Promise<Delivery>): Promise<Delivery> {
  try {
    const delivery = await call()
    return delivery.ok && !Array.isArray(delivery.results) ? LOST : delivery
  } catch {
    return LOST // somebody's own transport broke its promise
  }
}
