import { formatVkey, isConsentEntry, type VerifierKey, verifyExport } from '@latchkey/log'
import { noteAccess } from '../access/note-access.ts'
import { writeExport } from '../export/write-export.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { KeptCheckpoint } from '../log/kept-checkpoint.ts'
import type { LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'

/** A check of the whole log, under way or done. It is kept in the store: any process may be asked about it. */
export interface Verification {
  readonly state: 'running' | 'holds' | 'fails' | 'broken off'
  /** The token's name. */
  readonly by: string
  readonly began: number
  /** When this was written down. */
  readonly at: number
  readonly done: number
  readonly size: number
  /** Whether a copy of a checkpoint from outside the database was part of it. */
  readonly kept: boolean
  /** Sentences that quote nothing but numbers. The first of `found`. */
  readonly findings: readonly string[]
  readonly found: number
}

export interface VerificationOptions {
  readonly read: LogReader
  readonly queue: CommitQueue
  readonly vault: Vault
  readonly verifier: VerifierKey
  readonly kept?: KeptCheckpoint | undefined
  readonly now: () => number
}

const SETTING = 'dashboard.verification'
/** How often progress is written down, and after which silence a check counts as broken off. */
const EVERY = 2_000
const SILENT = 60_000
const SHOWN = 20
/** Bytes that are checked before others get their turn: some milliseconds' work. */
const SLICE = 16_384
/** No fewer than an export reads at once. */
const PAGE = 2048

/** The newest check; `null` if there was none. */
export async function lastVerification({
  read,
  now,
}: Pick<VerificationOptions, 'read' | 'now'>): Promise<Verification | null> {
  const text = await read.setting(SETTING)
  // Written below.
  const last = text === null ? null : (JSON.parse(text) as Verification)
  const silent = last?.state === 'running' && last.at < now() - SILENT
  return last && silent ? { ...last, state: 'broken off' } : last
}

/**
 * Begins to check the whole log, unless a check is under way: every record against its entry, every entry against the
 * signed tree, that against the copy outside. `finished` is there for whoever wants to wait.
 */
export async function startVerification(
  options: VerificationOptions,
  by: string,
): Promise<{ readonly started: boolean; readonly finished: Promise<void> } | null> {
  const { read, queue, kept, now } = options
  const outside = (await kept?.read().catch(() => null)) ?? null
  const { size } = (await read.head()) ?? queue.head()
  const began = now()
  const first: Verification = {
    state: 'running',
    by,
    began,
    at: began,
    done: 0,
    size,
    kept: outside !== null,
    findings: [],
    found: 0,
  }
  const claimed = await queue.run(async (commit) => {
    const last = await lastVerification({ read: commit.writer, now })
    const free = last?.state !== 'running'
    if (free) {
      await noteAccess({ at: began, who: by, what: 'checked the whole log', entries: size })(commit)
      await commit.writer.putSetting(SETTING, JSON.stringify(first))
    }
    return () => free
  })
  if (!claimed.ok) return null
  if (!claimed.answer) return { started: false, finished: Promise.resolve() }
  return { started: true, finished: verifyAll(options, first, outside) }
}

async function verifyAll(
  options: VerificationOptions,
  first: Verification,
  outside: string | null,
): Promise<void> {
  const { read, queue, vault, verifier, now } = options
  let state = first
  const write = async (next: Partial<Verification>) => {
    state = { ...state, ...next, at: now() }
    const text = JSON.stringify(state)
    const written = await queue.run(async ({ writer }) => {
      await writer.putSetting(SETTING, text)
      return () => {}
    })
    return written.ok || written.reason === 'busy'
  }
  let done = -1 // the header's line
  async function* source() {
    const head = (await read.head()) ?? queue.head()
    const range = { from: 0, to: head.size }
    const pieces = writeExport({ reader: read, vault, verifier, head, range, reveal: { sites: null } })
    for await (const slice of inSlices(pieces)) {
      for (const byte of slice) if (byte === 10) done += 1
      yield slice
      if (now() - state.at < EVERY) continue
      if (!(await write({ done: Math.min(Math.max(0, done), head.size), size: head.size })))
        throw new Stopped()
    }
  }
  try {
    const verdict = await verifyExport(source(), {
      key: formatVkey(verifier),
      ...(outside === null ? {} : { checkpoint: outside }),
    })
    await write({
      state: verdict.holds ? 'holds' : 'fails',
      done: verdict.size,
      size: verdict.size,
      findings: verdict.findings.slice(0, SHOWN).map(({ seq, message }) => sentence(seq, message)),
      found: verdict.found,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    // An erasure that runs meanwhile breaks an export off, and so does a store that is out of reach. A record that is gone
    // without one, and what the ledger itself says is wrong with a record or a tile, are findings.
    const at = Math.max(0, done)
    const hole = await holeAfter(read, at)
    const wrong = hole !== null || (reason.startsWith('[ledger]') && !reason.endsWith('Ask again.'))
    const what = reason.replace(/^\[ledger\] \w+: /, '')
    const finding =
      hole === null
        ? `Near entry ${at}: ${what}`
        : `Entry ${hole}: its record is gone, and no erasure covers it.`
    const findings = wrong ? [finding] : []
    await write({ state: wrong ? 'fails' : 'broken off', findings, found: findings.length })
  }
}

class Stopped extends Error {}

/** The first entry from here on, as far as an export reads at once, whose record is gone without an erasure. */
async function holeAfter(read: LogReader, from: number): Promise<number | null> {
  const entries = await read.entries(from, from + PAGE).catch(() => [])
  const hole = entries.find(
    ({ entry, record, by }) => record === null && by === null && isConsentEntry(entry),
  )
  return hole?.seq ?? null
}

function sentence(seq: number | null, message: string): string {
  return seq === null ? message : `Entry ${seq}: ${message}`
}

/** Small pieces with a turn of the event loop between them: records are taken while the log is checked. */
async function* inSlices(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += SLICE) {
      yield piece.subarray(at, at + SLICE)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
