import { expect, test } from 'vitest'
import { toBase64 } from './base64.ts'
import { checkEntry } from './check-entry.ts'
import type { Checkpoint } from './checkpoint.ts'
import { attestedEntry, consentEntry } from './entry.ts'
import { erasureEntry } from './erasure-entry.ts'
import type { EntryLine } from './export-line.ts'
import { proveInclusion } from './inclusion.ts'
import { inclusionVerifier } from './inclusion-verifier.ts'
import { signer } from './signer.example.ts'
import { successionEntry } from './succession.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { utf8 } from './utf8.ts'

const salt = new Uint8Array(32).fill(1)
const commitment = { received: 5, salt, record: utf8('{"é":1}') }
const [consent, attested] = [consentEntry(commitment), attestedEntry(commitment)]
const erasure = erasureEntry({ at: 5, entries: [1] })
const [from, to] = [signer('log.example'), signer('log.example')]
const key = await successionEntry(
  { kind: 'key', seq: 3, at: 5, from: from.key, to: to.key, lost: null },
  { from: from.sign, to: to.sign },
)
const next = signer('log.example.r1', to)
const restore = await successionEntry(
  { kind: 'restore', seq: 3, at: 5, from: to.key, to: next.key, lost: { size: 9, root: salt } },
  { from: to.sign, to: next.sign },
)

/** A log whose entry 3 is this one, and what every line of that entry has. */
function logOf(entry: Uint8Array) {
  const leaves = [0, 1, 2, 3, 4].map((i) => leafHash(i === 3 ? entry : utf8(`entry ${i}`)))
  const read = nodesOf(leaves)
  const checkpoint: Checkpoint = { origin: 'log.example', size: 5, root: treeRoot(5, read) }
  const [leaf, proof] = [toBase64(leafHash(entry)), proveInclusion(3, 5, read).map(toBase64)]
  return { checkpoint, place: { seq: 3, leaf, proof } }
}
const withoutRecord = { record: null, received: null, erasure: null, succession: null }
const record = { received: 5, salt: toBase64(salt), record: '{"é":1}' }
/** What `checkEntry` says of such a line of a log with this entry. */
function check(entry: Uint8Array, line: object) {
  const { checkpoint, place } = logOf(entry)
  // What is wrong with a line may be its kind.
  const any: unknown = { ...place, ...line }
  return checkEntry(any as EntryLine, inclusionVerifier(checkpoint))
}
const whole = (entry: Uint8Array, kind: string) => ({ kind, entry: toBase64(entry) })

test.each([
  ['a record', consent, { kind: 'record', ...record }, { record: commitment.record, received: 5 }],
  [
    'an attested record',
    attested,
    { kind: 'attested', ...record },
    { record: commitment.record, received: 5 },
  ],
  ['an erased record', consent, { ...whole(consent, 'erased'), by: 4 }, { received: 5 }],
  ['an erased record that was attested', attested, { ...whole(attested, 'erased'), by: 4 }, { received: 5 }],
  ['a sealed record', consent, whole(consent, 'sealed'), { received: 5 }],
  ['an erasure', erasure, whole(erasure, 'erasure'), { erasure: { at: 5, entries: [1] } }],
  ['a change of the key', key, whole(key, 'key'), { succession: key }],
  ['a restore', restore, whole(restore, 'restore'), { succession: restore }],
])('%s is read for what the checks need', (_, entry, line, read) => {
  expect(check(entry, line)).toEqual({ leaf: leafHash(entry), ...withoutRecord, ...read })
})

const short = salt.slice(1)
test.each([
  ['a record that was changed', consent, { kind: 'record', ...record, record: '{"é":2}' }],
  ['another time', consent, { kind: 'record', ...record, received: 6 }],
  ['another salt', consent, { kind: 'record', ...record, salt: toBase64(new Uint8Array(32)) }],
  ['a record that nobody vouched for as attested', consent, { kind: 'attested', ...record }],
  ['an attested record as any', attested, { kind: 'record', ...record }],
  [
    'a salt of 31 bytes',
    consentEntry({ ...commitment, salt: short }),
    { kind: 'record', ...record, salt: toBase64(short) },
  ],
  [
    'a salt that is no base64',
    consentEntry({ ...commitment, salt: new Uint8Array() }),
    { kind: 'record', ...record, salt: '?' },
  ],
  [
    'half a character, whose bytes are another’s',
    consentEntry({ ...commitment, record: utf8('\ufffd') }),
    { kind: 'record', ...record, record: '\ud800' },
  ],
  ['a leaf that is not the entry’s', consent, { ...whole(consent, 'sealed'), leaf: toBase64(salt) }],
  ['a leaf that is no base64', consent, { ...whole(consent, 'sealed'), leaf: '?' }],
  ['an entry that is no base64', consent, { kind: 'sealed', entry: '?' }],
  ['an erasure as a sealed record', erasure, whole(erasure, 'sealed')],
  ['an erasure as an erased record', erasure, { ...whole(erasure, 'erased'), by: 4 }],
  ['a record as an erasure', consent, whole(consent, 'erasure')],
  ['a record as a change of the key', consent, whole(consent, 'key')],
  ['a change of the key as a restore', key, whole(key, 'restore')],
  ['a restore as a change of the key', restore, whole(restore, 'key')],
])('%s does not hash to its leaf', (_, entry, line) => {
  expect(check(entry, line)).toBe('entry')
})

test('half a character is no record, its replacement is', () => {
  const entry = consentEntry({ ...commitment, record: utf8('\ufffd') })
  expect(check(entry, { kind: 'record', ...record, record: '\ufffd' })).toMatchObject({ received: 5 })
})

const { proof } = logOf(consent).place
test.each([
  ['another place', { seq: 2 }],
  ['a place beyond the log', { seq: 5 }],
  ['a shorter proof', { proof: proof.slice(1) }],
  ['a longer proof', { proof: [...proof, proof[0]] }],
  ['a proof that is no base64', { proof: ['?', ...proof.slice(1)] }],
  ['a proof in another order', { proof: proof.toReversed() }],
])('an entry with %s is not in the tree', (_, line) => {
  expect(check(consent, { ...whole(consent, 'sealed'), ...line })).toBe('proof')
})
