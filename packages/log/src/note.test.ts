import { describe, expect, test } from 'vitest'
import { toBase64 } from './base64.ts'
import { formatNote, parseNote, signNote, verifyEd25519, verifyNote } from './note.ts'
import { signer } from './signer.example.ts'
import { utf8 } from './utf8.ts'

const ID = Uint8Array.of(1, 2, 3, 4)
const lineOf = (name: string, bytes: number) => `— ${name} ${toBase64(new Uint8Array(bytes).fill(1))}\n`
const LINE = lineOf('a', 68)

describe('a note', () => {
  test.each([
    ['a text of one line', 'a\n'],
    ['a text with an empty line', 'a\n\nb\n'],
    ['a text that looks like a signature', `a\n\n${LINE}`],
    ['an empty text', '\n'],
    ['any letters', 'é — \u0080 😀\n'],
  ])('with %s is read as it was written', (_, text) => {
    const signatures = [
      { name: 'log.example/é', id: ID, signature: new Uint8Array(64).fill(7) },
      { name: 'b', id: ID, signature: Uint8Array.of(1) },
    ]
    const note = formatNote({ text, signatures })
    expect(note.startsWith(`${text}\n— log.example/é AQID`)).toBe(true)
    expect(parseNote(note)).toEqual({ text, signatures })
  })

  test.each([
    ['nothing', ''],
    ['no text', LINE],
    ['no empty line', `a\n${LINE}`],
    ['its text and its signature in one line', `a${LINE}`],
    ['no signature', 'a\n\n'],
    ['no signature and no end', 'a\n\n\n'],
    ['no newline at its end', `a\n\n${LINE}`.slice(0, -1)],
    ['something behind its signatures', `a\n\n${LINE}more\n`],
    ['something before a dash', `a\n\n ${LINE}`],
    ['something behind a signature', `a\n\n${LINE.replace('\n', ' x\n')}`],
    ['a hyphen for the dash', `a\n\n${LINE.replace('—', '-')}`],
    ['a signature without a name', `a\n\n${lineOf('', 68)}`],
    ['a plus in a name', `a\n\n${lineOf('a+b', 68)}`],
    ['a space in a name', `a\n\n${lineOf('a b', 68)}`],
    ['a name of 256 characters', `a\n\n${lineOf('n'.repeat(256), 68)}`],
    ['a signature without bytes', 'a\n\n— a \n'],
    ['a signature that is an id alone', `a\n\n${lineOf('a', 4)}`],
    ['a signature that is too long', `a\n\n${lineOf('a', 6145)}`],
    ['base64 of two spellings', `a\n\n— a ${toBase64(new Uint8Array(68)).replace('A=', 'B=')}\n`],
    ['65 signatures', `a\n\n${LINE.repeat(65)}`],
    ['half a character', `\ud800\n\n${LINE}`],
    ['a carriage return', `a\r\n\n${LINE}`],
    ['a tab', `a\tb\n\n${LINE}`],
    ['a zero', `a\0b\n\n${LINE}`],
    ['a vertical tab', `a\u000bb\n\n${LINE}`],
    ['an escape', `a\u001fb\n\n${LINE}`],
    ['a delete', `a\u007fb\n\n${LINE}`],
    ['100,001 characters', `${'a'.repeat(100_001 - LINE.length - 2)}\n\n${LINE}`],
  ])('with %s is refused', (_, note) => {
    expect(parseNote(note)).toBeNull()
  })

  test.each([
    ['64 signatures', `a\n\n${LINE.repeat(64)}`],
    ['a name of 255 characters', `a\n\n${lineOf('n'.repeat(255), 68)}`],
    ['a signature of one byte', `a\n\n${lineOf('a', 5)}`],
    ['a signature as long as any', `a\n\n${lineOf('a', 6144)}`],
    ['100,000 characters', `${'a'.repeat(100_000 - LINE.length - 2)}\n\n${LINE}`],
  ])('may have %s', (_, note) => {
    expect(parseNote(note)).not.toBeNull()
  })
})

describe('the keys that signed a note', () => {
  const [a, b, c] = [signer('a.example'), signer('b.example'), signer('c.example')]
  const text = 'text\n'
  const signed = async (...by: readonly { key: typeof a.key; sign: typeof a.sign }[]) => {
    const notes = await Promise.all(by.map(({ key, sign }) => signNote(text, key, sign)))
    const signatures = notes.flatMap((note) => parseNote(note)?.signatures ?? [])
    return { text, signatures }
  }
  const forged = { key: a.key, sign: b.sign }

  test('are those that are known, in the note’s order', async () => {
    const note = await signed(c, b, a)
    expect(await verifyNote(note, [a.key, b.key, c.key])).toEqual([c.key, b.key, a.key])
    expect(await verifyNote(note, [a.key, c.key])).toEqual([c.key, a.key])
  })

  test('are none if none is known', async () => {
    expect(await verifyNote(await signed(a), [])).toBeNull()
    expect(await verifyNote(await signed(a), [b.key])).toBeNull()
    expect(await verifyNote({ text, signatures: [] }, [a.key])).toBeNull()
  })

  test('are none if one that is known did not sign, or signed twice', async () => {
    expect(await verifyNote(await signed(b, forged), [a.key, b.key])).toBeNull()
    expect(await verifyNote(await signed(a, a), [a.key])).toBeNull()
    expect(await verifyNote({ ...(await signed(a)), text: 'other\n' }, [a.key])).toBeNull()
  })

  test('are known by name and id together', async () => {
    const note = await signed(b, a)
    for (const [i, other] of [
      { ...a.key, name: 'other.example' },
      { ...a.key, id: ID },
    ].entries())
      expect(await verifyNote(note, [other, b.key]), `${i}`).toEqual([b.key])
  })
})

describe('an Ed25519 signature', () => {
  const { key, sign } = signer('a.example')
  const message = utf8('message')

  test('verifies over its own message by its own key', async () => {
    const signature = await sign(message)
    expect(await verifyEd25519(key.key, signature, message)).toBe(true)
    expect(await verifyEd25519(key.key, signature, utf8('Message'))).toBe(false)
    expect(await verifyEd25519(signer('b.example').key.key, signature, message)).toBe(false)
  })

  test('of another length, or by what is no key, does not verify and does not throw', async () => {
    const signature = await sign(message)
    expect(await verifyEd25519(key.key, signature.slice(1), message)).toBe(false)
    expect(await verifyEd25519(key.key, new Uint8Array([...signature, 0]), message)).toBe(false)
    expect(await verifyEd25519(key.key.slice(1), signature, message)).toBe(false)
    expect(await verifyEd25519(new Uint8Array(32).fill(255), signature, message)).toBe(false)
  })
})
