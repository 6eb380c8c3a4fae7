import { describe, expect, test } from 'vitest'
import { toBase64 } from './base64.ts'
import { concat } from './bytes.ts'
import { formatNote, parseNote, signNote } from './note.ts'
import { type Signer, signer } from './signer.example.ts'
import {
  keyAt,
  leadsTo,
  openSuccession,
  parseSuccession,
  type Succession,
  sameKey,
  successionEntry,
} from './succession.ts'
import { fromUtf8, utf8 } from './utf8.ts'
import { formatVkey } from './vkey.ts'

const [a, b, c] = [signer('log.example'), signer('log.example'), signer('log.example')]
const renamed = signer('log.example.r1', b)
const root = new Uint8Array(32).fill(3)
const change = (seq: number, from: Signer, to: Signer): Succession => ({
  ...{ kind: 'key', seq, at: 5, from: from.key, to: to.key, lost: null },
})
const restore: Succession = {
  ...{ kind: 'restore', seq: 4, at: 5, from: b.key, to: renamed.key, lost: { size: 12, root } },
}
const entryOf = (succession: Succession, from = a, to = b) =>
  successionEntry(succession, { from: from.sign, to: to.sign })

describe('a succession', () => {
  test('is read as it was written, and any other byte is no succession that both signed', async () => {
    const entry = await entryOf(change(1, a, b))
    expect(await openSuccession(entry, 1)).toEqual(change(1, a, b))
    for (let at = 0; at < entry.length; at++) {
      const changed = entry.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await openSuccession(changed, 1), fromUtf8(entry.slice(at, at + 20)) ?? '').toBeNull()
    }
  })

  test('is a note of the log’s name, its kind, place and time, and both keys', async () => {
    const text = fromUtf8(await entryOf(change(1, a, b))) ?? ''
    const note = `log.example\nkey-leaf/v1\n1 5\n${formatVkey(a.key)}\n${formatVkey(b.key)}\n\n`
    expect(text.startsWith(`key-leaf/v1\0${note}— log.example `)).toBe(true)
  })

  test('that is a restore names what was lost as well', async () => {
    const entry = await entryOf(restore, b, renamed)
    const keys = `${formatVkey(b.key)}\n${formatVkey(renamed.key)}`
    const note = `log.example.r1\nrestore-leaf/v1\n4 5\n${keys}\n12 ${toBase64(root)}\n\n— log.example `
    expect(fromUtf8(entry)?.startsWith(`restore-leaf/v1\0${note}`)).toBe(true)
    expect(parseSuccession(entry)).toEqual(restore)
    expect(await openSuccession(entry, 4)).toEqual(restore)
  })

  test('holds at its own place only', async () => {
    const entry = await entryOf(change(1, a, b))
    expect(parseSuccession(entry)).toEqual(change(1, a, b))
    expect(await openSuccession(entry, 0)).toBeNull()
    expect(await openSuccession(entry, 2)).toBeNull()
  })

  test.each([
    ['the former key alone', a, a],
    ['the next key alone', b, b],
    ['each under the other’s name', b, a],
    ['strangers', c, c],
  ])('that was signed by %s does not hold', async (_, from, to) => {
    expect(await openSuccession(await entryOf(change(1, a, b), from, to), 1)).toBeNull()
  })
})

describe('E5: no succession is read from', () => {
  /** An entry with this text, signed by both, whatever it says. */
  async function written(text: string, { head = 'key-leaf/v1\0', by = [a, b] } = {}) {
    const notes = await Promise.all(by.map(({ key, sign }) => signNote(text, key, sign)))
    const signatures = notes.flatMap((note) => parseNote(note)?.signatures ?? [])
    return concat(utf8(head), utf8(formatNote({ text, signatures })))
  }
  const [from, to, next] = [a, b, renamed].map(({ key }) => formatVkey(key))
  const good = `log.example\nkey-leaf/v1\n1 5\n${from}\n${to}\n`
  const lost = `12 ${toBase64(root)}\n`
  const restored = `log.example.r1\nrestore-leaf/v1\n1 5\n${to}\n${next}\n${lost}`
  const asRestore = { head: 'restore-leaf/v1\0', by: [b, renamed] }

  test.each([
    ['another name', good.replace('log.example\n', 'other.example\n')],
    ['another kind', good.replace('key-leaf', 'restore-leaf')],
    ['a place that is no number', good.replace('1 5', 'x 5')],
    ['a place below 0', good.replace('1 5', '-1 5')],
    ['a place spelled in another way', good.replace('1 5', '01 5')],
    ['no time', good.replace('1 5', '1')],
    ['a time that is no whole number', good.replace('1 5', '1 0.5')],
    ['one number more', good.replace('1 5', '1 5 6')],
    ['no former key', good.replace(`${from}`, '')],
    ['no next key', good.replace(`${to}\n`, '')],
    ['one key twice', good.replace(`${to}`, `${from}`)],
    ['a key of another name', good.replace(`${to}`, `${next}`).replace('log.example\n', 'log.example.r1\n')],
    ['something that was lost', good + lost],
    ['one line more', `${good}more\n`],
    ['an empty text', '\n'],
  ])('a change of the key with %s', async (_, text) => {
    expect(parseSuccession(await written(good))).toEqual(change(1, a, b))
    expect(parseSuccession(await written(text))).toBeNull()
  })

  test.each([
    ['nothing that was lost', restored.replace(lost, '')],
    ['no size', restored.replace(lost, lost.slice(3))],
    ['a size that is no number', restored.replace('\n12 ', '\nx ')],
    ['a size below 0', restored.replace('\n12 ', '\n-1 ')],
    ['a size spelled in another way', restored.replace('\n12 ', '\n012 ')],
    ['no root', restored.replace(lost, '12\n')],
    ['a root of 35 bytes', restored.replace('\n12 ', '\n12 AAAA')],
    ['a root that is no base64', restored.replace('\n12 ', '\n12 ?')],
    ['the name that the log had', `log.example\nrestore-leaf/v1\n1 5\n${from}\n${to}\n${lost}`],
    ['another name than its next key’s', restored.replace('log.example.r1\n', 'log.example\n')],
  ])('a restore with %s', async (_, text) => {
    expect(parseSuccession(await written(restored, asRestore))).toMatchObject({ kind: 'restore', seq: 1 })
    expect(parseSuccession(await written(text, asRestore))).toBeNull()
  })

  test.each([
    ['one signature', good, { by: [a] }],
    ['three signatures', good, { by: [a, b, b] }],
    ['the head of a restore', good, { head: 'restore-leaf/v1\0' }],
    ['another head', good, { head: 'other-leaf/v1\0' }],
    ['a head without its zero', good, { head: 'key-leaf/v1' }],
    ['no head', good, { head: '' }],
  ])('a note with %s', async (_, text, how) => {
    const entry = await written(text, how)
    expect(parseSuccession(entry)).toBeNull()
    expect(await openSuccession(entry, 1)).toBeNull()
  })

  test('a note that the next key signed first', async () => {
    const entry = await written(good, { by: [b, a] })
    expect(parseSuccession(entry)).toEqual(change(1, a, b))
    expect(await openSuccession(entry, 1)).toBeNull()
    expect(await openSuccession(await written(good), 1)).toEqual(change(1, a, b))
  })

  test('bytes that are no note or no UTF-8', () => {
    for (const rest of [utf8(''), utf8('text\n'), Uint8Array.of(255)])
      expect(parseSuccession(concat(utf8('key-leaf/v1\0'), rest))).toBeNull()
  })
})

test('a log is signed by the key of its time', () => {
  const changes = [change(2, a, b), change(5, b, c)]
  expect([0, 1, 2, 3, 4, 5, 6, 9].map((size) => keyAt(size, c.key, changes))).toEqual([
    ...[a, a, a, b, b, b, c, c].map(({ key }) => key),
  ])
  expect(keyAt(7, a.key, [])).toBe(a.key)
})

test.each([
  ['no changes', [], a, true],
  ['one change, to the key', [change(1, a, b)], b, true],
  ['one change, to another', [change(1, a, b)], c, false],
  ['changes that follow each other', [change(1, a, b), change(2, b, c)], c, true],
  ['changes of which one is missing', [change(1, a, b), change(2, a, c)], c, false],
  ['changes that end before the key', [change(1, a, b), change(2, b, a)], c, false],
  ['changes at one place', [change(1, a, b), change(1, b, c)], c, false],
  ['changes in another order', [change(2, a, b), change(1, b, c)], c, false],
])('%s: whether they lead to the key that signs now', (_, changes, now, leads) => {
  expect(leadsTo(now.key, changes)).toBe(leads)
})

test('a key is the same under the same name only', () => {
  expect(sameKey(b.key, { ...b.key })).toBe(true)
  expect(sameKey(b.key, renamed.key)).toBe(false)
  expect(sameKey(a.key, b.key)).toBe(false)
})
