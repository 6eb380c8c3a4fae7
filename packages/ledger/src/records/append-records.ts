import { bytesToHex, fromUtf8, leafHash, sameBytes, sha256, toBase64, utf8 } from '@latchkey/log'
import { type ConsentRecord, MAX_NOTICE_BYTES, type Receipt } from '@latchkey/record'
import { parseRecord } from '@latchkey/record/schema'
import type { CountBounds } from '../counts/count-bounds.ts'
import { countsOf } from '../counts/counts-of.ts'
import type { Commit, Job } from '../log/commit-queue.ts'
import { entryOf } from '../log/record-of-entry.ts'
import type { Assurance, Head } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'
import type { Submission } from './submission.ts'

export type RecordStatus = 'stored' | 'duplicate' | 'conflict' | 'rejected'

/** What became of one record, in the order they were sent. */
export interface RecordResult {
  /** The record's id; `null` if it could not be read. */
  readonly id: string | null
  readonly status: RecordStatus
  /** A fixed sentence. */
  readonly problem?: string | undefined
  readonly receipt?: Receipt | undefined
}

export interface NoticeResult {
  readonly digest: string
  readonly status: 'stored' | 'duplicate' | 'rejected'
}

export interface AppendResult {
  readonly results: readonly RecordResult[]
  /** Only if notices were sent. */
  readonly notices?: readonly NoticeResult[] | undefined
}

export interface AppendOptions {
  readonly vault: Vault
  readonly assurance: Assurance
  /** Notice documents that came along. */
  readonly notices: readonly string[] | null
  /** How much room there is for counts. */
  readonly bounds: CountBounds
  readonly now: () => number
  /** Fresh random bytes. */
  readonly random: (length: number) => Uint8Array
}

/** Appends what can be appended. Exactly-once: an id is taken with the bytes that first came with it (D7). */
export function appendRecords(
  records: readonly SentRecord[],
  { vault, assurance, bounds, notices: sent, now, random }: AppendOptions,
): Job<AppendResult> {
  const append: Job<AppendResult> = async (commit) => {
    const answers: ((head: Head) => RecordResult)[] = []
    for (const record of records) {
      if (!isReadable(record)) {
        answers.push(() => record)
        continue
      }
      const { id, site, subject, body, notice } = record
      const earlier = await commit.writer.recordById(site, id)
      const opened = earlier && openRecord(vault, earlier)
      // Its keys were changed under us, or it was altered: an answer would send the browser's copy away for good.
      if (earlier && !opened)
        throw new Error(`[ledger] vault: the record of entry ${earlier.seq} does not open.`)
      if (earlier && !(opened && sameBytes(opened.body, body))) {
        const problem = 'id: another record has it'
        answers.push(() => ({ id, status: 'conflict', problem }))
      } else if (earlier && opened) {
        const leaf = leafHash(entryOf(earlier.assurance, earlier.received, opened))
        // The first receipt once more: made of the checkpoint that first covered the record.
        const { seq } = earlier
        const head = seq < commit.start ? await commit.writer.headCovering(seq) : null
        answers.push((now) => ({ id, status: 'duplicate', receipt: receiptOf(id, seq, leaf, head ?? now) }))
      } else {
        const received = Math.floor(now())
        const content = { salt: random(32), body }
        const key = (await commit.writer.subjectKey(subject)) ?? vault.newKey(subject, commit.kek)
        const counts = await countsOf(record.parsed, received, { read: commit.writer, vault })
        const { seq, leaf } = await commit.append(entryOf(assurance, received, content))
        const sealed = vault.seal(subject, key, seq, content)
        await commit.writer.addRecord({ seq, site, id, subject, received, assurance, sealed, key, notice })
        for (const count of await bounds.fit(counts, commit.writer)) commit.count(count)
        answers.push((head) => ({ id, status: 'stored', receipt: receiptOf(id, seq, leaf, head) }))
      }
    }
    const notices = sent && (await addNotices(sent, commit))
    return (head) => ({
      results: answers.map((answer) => answer(head)),
      ...(notices ? { notices } : {}),
    })
  }
  return Object.assign(append, { expects: records.filter(isReadable) })
}

/** A record as it came: read, or what is wrong with it. */
export type SentRecord = ReadableRecord | RecordResult

export interface ReadableRecord {
  readonly parsed: ConsentRecord
  readonly id: string
  readonly site: string
  readonly subject: string
  readonly body: Uint8Array
  readonly notice: string | null
}

/** Reads what a submission brought. Costs nothing that is stored: whoever cannot be read is told so. */
export function readRecords(submission: Submission): readonly SentRecord[] {
  return submission.records.map((text) => readRecord(text, submission))
}

export function isReadable(record: SentRecord): record is ReadableRecord {
  return !('status' in record)
}

function readRecord(text: string, { site, subjects }: Submission): SentRecord {
  const body = utf8(text)
  // Half a surrogate pair has no bytes of its own: what was signed would not be what was sent.
  if (fromUtf8(body) !== text)
    return { id: null, status: 'rejected', problem: 'record: expected Unicode text' }
  const parsed = parseRecord(text)
  if (!parsed.ok) return { id: null, status: 'rejected', problem: parsed.problem }
  const { id, subject, notice, site: recordSite } = parsed.record
  if (recordSite !== site)
    return { id, status: 'rejected', problem: 'site: expected the site of the request' }
  if (!subjects.includes(subject)) {
    return { id, status: 'rejected', problem: 'subject: expected the SHA-256 of the secret' }
  }
  return { parsed: parsed.record, id, site, subject, body, notice }
}

/** A notice is taken only if a record names it, so the endpoint stores nothing that nobody answered to. */
async function addNotices(documents: readonly string[], { writer }: Commit): Promise<NoticeResult[]> {
  const results: NoticeResult[] = []
  for (const text of documents) {
    const document = utf8(text)
    const digest = bytesToHex(sha256(document))
    const fits =
      document.length <= MAX_NOTICE_BYTES && fromUtf8(document) === text && (await writer.isNamed(digest))
    const added = fits && (await writer.addDocument({ digest, document, registered: false }))
    const status = fits ? (added ? 'stored' : 'duplicate') : 'rejected'
    results.push({ digest, status })
  }
  return results
}

function receiptOf(record: string, seq: number, leaf: Uint8Array, { note }: Head): Receipt {
  return { record, seq, leaf: toBase64(leaf), checkpoint: note }
}
