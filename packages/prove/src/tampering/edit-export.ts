import { randomBytes } from 'node:crypto'
import { consentEntry, fromBase64, leafHash, toBase64, utf8 } from '@latchkey/log'
import type { Random } from '../harness/random.ts'
import type { Filled } from './filled.ts'

/** An export that somebody has worked on. */
export interface Edit {
  readonly what: string
  readonly text: string | Buffer
  /** The one line (from 1) or the one entry that is bad; `null` where it is not one. */
  readonly line: number | null
  readonly seq: number | null
}

interface EntryFields {
  seq?: number
  kind?: string
  received: number
  salt: string
  record: string
  leaf: string
  proof: string[]
  by?: number
}

type Editor = (filled: Filled, dice: Random) => Edit | null

const lines = (text: string) => text.trimEnd().split('\n')
const joined = (list: readonly string[]) => `${list.join('\n')}\n`
const seqOf = (line: string | undefined) => (JSON.parse(line ?? '{}') as { seq?: number }).seq ?? null

/** Some entry's line, by its place in the file from 1. */
function entryLine(list: readonly string[], dice: Random): number {
  for (;;) {
    const at = 2 + dice.below(list.length - 1)
    if (seqOf(list[at - 1]) !== null) return at
  }
}

/** Rewrites the fields of one record as somebody would who knows how entries are hashed. */
function reworked(
  what: string,
  change: (fields: EntryFields, dice: Random) => void,
  rehash: boolean,
): Editor {
  return ({ export: text }, dice) => {
    const list = lines(text)
    const records = list.flatMap((line, i) =>
      (JSON.parse(line) as EntryFields).kind === 'record' ? [i] : [],
    )
    const at = dice.of(records)
    const before = list[at] ?? ''
    const fields = JSON.parse(before) as EntryFields
    change(fields, dice)
    if (rehash) {
      const { received, salt, record } = fields
      fields.leaf = toBase64(
        leafHash(
          consentEntry({ received, salt: fromBase64(salt) ?? new Uint8Array(32), record: utf8(record) }),
        ),
      )
    }
    const after = JSON.stringify(fields)
    if (after === before) return null
    return { what, text: joined(list.with(at, after)), line: at + 1, seq: seqOf(before) }
  }
}

const turned = (fields: EntryFields) => {
  fields.record = fields.record.includes('"granted"')
    ? fields.record.replace('"granted"', '"denied"')
    : fields.record.replace('"denied"', '"granted"')
}

const editors: readonly Editor[] = [
  ({ export: text }, dice) => {
    const bytes = Buffer.from(text)
    const at = dice.below(bytes.length)
    const line = bytes.subarray(0, at).toString('latin1').split('\n').length
    const isNewline = bytes[at] === 10
    bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << dice.below(8)), at)
    return { what: 'a bit flipped', text: bytes, line: isNewline ? null : line, seq: null }
  },
  ({ export: text }, dice) => {
    const at = dice.below(text.length)
    const other = dice.of(['0', '1', 'a', 'Z', '"', ' ', ',', '/', '+'])
    if (text[at] === other) return null
    const line = text.slice(0, at).split('\n').length
    const isNewline = text[at] === '\n' || text[at] === undefined
    return {
      what: 'a character changed',
      text: text.slice(0, at) + other + text.slice(at + 1),
      line: isNewline ? null : line,
      seq: null,
    }
  },
  ({ export: text }, dice) => {
    const list = lines(text)
    const at = entryLine(list, dice)
    return {
      what: 'an entry dropped',
      text: joined(list.toSpliced(at - 1, 1)),
      line: null,
      seq: seqOf(list[at - 1]),
    }
  },
  ({ export: text }, dice) => {
    const list = lines(text)
    const at = entryLine(list, dice)
    const copy = list[at - 1] ?? ''
    return {
      what: 'an entry doubled',
      text: joined(list.toSpliced(at, 0, copy)),
      line: at + 1,
      seq: seqOf(copy),
    }
  },
  ({ export: text }, dice) => {
    const list = lines(text)
    const [a, b] = [entryLine(list, dice), entryLine(list, dice)]
    if (a === b) return null
    const swapped = list.with(a - 1, list[b - 1] ?? '').with(b - 1, list[a - 1] ?? '')
    return { what: 'two entries swapped', text: joined(swapped), line: null, seq: null }
  },
  ({ export: text }, dice) => {
    const cut = 1 + dice.below(text.length - 2)
    return { what: 'cut off', text: text.slice(0, cut), line: null, seq: null }
  },
  ({ export: text }, dice) => {
    const list = lines(text)
    const [a, b] = [entryLine(list, dice), entryLine(list, dice)]
    const [first, second] = [JSON.parse(list[a - 1] ?? ''), JSON.parse(list[b - 1] ?? '')] as EntryFields[]
    if (a === b || !first || !second || first.kind !== 'record' || second.kind !== 'record') return null
    if (first.record === second.record) return null
    const swapped = list
      .with(a - 1, JSON.stringify({ ...first, record: second.record }))
      .with(b - 1, JSON.stringify({ ...second, record: first.record }))
    return {
      what: 'two records swapped between their entries',
      text: joined(swapped),
      line: Math.min(a, b),
      seq: null,
    }
  },
  ({ export: text }, dice) => {
    const list = lines(text)
    const erased = list.findIndex((line) => line.includes('"kind":"erased"'))
    const { by } = JSON.parse(list[erased] ?? '{}') as { by?: number }
    const at = entryLine(list, dice)
    const fields = JSON.parse(list[at - 1] ?? '{}') as EntryFields
    if (fields.kind !== 'record' || by === undefined || fields.seq === undefined) return null
    const { seq, received, salt, record, leaf, proof } = fields
    const entry = toBase64(
      consentEntry({ received, salt: fromBase64(salt) ?? new Uint8Array(), record: utf8(record) }),
    )
    const line = JSON.stringify({ seq, kind: 'erased', entry, leaf, proof, by })
    return { what: 'a record passed off as erased', text: joined(list.with(at - 1, line)), line: at, seq }
  },
  // True once, and signed: only a checkpoint that somebody has kept shows that the log was longer.
  ({ earlierExport }) => ({
    what: 'set back to an earlier export',
    text: earlierExport,
    line: null,
    seq: null,
  }),
  ({ export: text, earlierExport }) => {
    const header = JSON.parse(lines(text)[0] ?? '{}') as { checkpoint: string }
    const { checkpoint } = JSON.parse(lines(earlierExport)[0] ?? '{}') as { checkpoint: string }
    const list = lines(text).with(0, JSON.stringify({ ...header, checkpoint }))
    return { what: 'an earlier checkpoint put in', text: joined(list), line: 1, seq: null }
  },
  ({ export: text }, dice) => {
    const list = lines(text)
    const notices = list.flatMap((line, i) => (line.includes('"kind":"notice"') ? [i] : []))
    const at = dice.of(notices)
    const fields = JSON.parse(list[at] ?? '{}') as { document: string }
    const line = JSON.stringify({ ...fields, document: `${fields.document}${dice.below(10)}` })
    return { what: 'a notice reworded', text: joined(list.with(at, line)), line: at + 1, seq: null }
  },
  reworked('an answer turned', turned, false),
  reworked('an answer turned and hashed again', turned, true),
  reworked(
    'back-dated and hashed again',
    (fields, dice) => {
      fields.received -= 1 + dice.below(1e9)
    },
    true,
  ),
  reworked(
    'another salt, hashed again',
    (fields) => {
      fields.salt = randomBytes(32).toString('base64')
    },
    true,
  ),
  reworked(
    'moved to another place',
    (fields, dice) => {
      fields.seq = (fields.seq ?? 0) + 1 + dice.below(5)
    },
    false,
  ),
  reworked(
    'a step of its proof dropped',
    (fields, dice) => {
      fields.proof.splice(dice.below(fields.proof.length), 1)
    },
    false,
  ),
  reworked(
    'a step of its proof replaced',
    (fields, dice) => {
      fields.proof[dice.below(fields.proof.length)] = randomBytes(32).toString('base64')
    },
    false,
  ),
]

/** Some edit; never one that changes nothing. */
export function editExport(filled: Filled, dice: Random): Edit {
  for (;;) {
    const edit = dice.of(editors)(filled, dice)
    if (edit && edit.text !== filled.export) return edit
  }
}
