import type { EntryLine } from './export-line.ts'

export type FindingCode =
  | 'unreadable' // not a line of an export, or not as we write it
  | 'header' // line 1 contradicts itself or the lines below
  | 'signature' // the checkpoint is not signed by the key
  | 'entry' // an entry does not hash to its leaf, or is malformed
  | 'proof' // a leaf is not in the tree
  | 'order' // an entry stands twice or out of order
  | 'missing' // an entry is not there
  | 'erasure' // a record is gone that no erasure covers, or is there although erased
  | 'key' // the log goes by another key, and not from one to the other by entries that both signed
  | 'restore' // the log was restored from a backup, and lost what came after it
  | 'notice' // a notice is altered, doubled, unknown or not there
  | 'chain' // a subject's records do not follow each other
  | 'page' // the file is only a part of the log
  | 'checkpoint' // the log contradicts a checkpoint that was kept elsewhere

/** Something that an auditor should know. A failure means that the export does not hold; a remark does not. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: 'failure' | 'remark'
  /** Line of the file, from 1. */
  readonly line: number | null
  /** Place in the log, from 0. */
  readonly seq: number | null
  /** A sentence. It quotes nothing from the file but numbers. */
  readonly message: string
}

/** What came of verifying an export. */
export interface ExportVerdict {
  /** Everything that was checked is in order. */
  readonly holds: boolean
  /** At least one line had the form of an export. If not, this is some other file. */
  readonly readable: boolean
  /** Who vouches for the key: the caller, or only the file itself. */
  readonly trust: 'given key' | 'key in the file'
  /** The key that signed, as a C2SP verifier key; `null` if none did. */
  readonly vkey: string | null
  /** Entries in the log, as signed. */
  readonly size: number
  /** First entry in the file. */
  readonly from: number
  /** One past the last. */
  readonly to: number
  readonly counts: Readonly<Record<EntryLine['kind'] | 'notice', number>>
  /** The first hundred. */
  readonly findings: readonly Finding[]
  /** How many there are in all. */
  readonly found: number
}
