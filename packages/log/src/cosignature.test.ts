import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toBase64 } from './base64.ts'
import { concat, u64 } from './bytes.ts'
import { cosignedMessage, cosignersOf, openCosignature, parseWitnessKey } from './cosignature.ts'
import { parseNote } from './note.ts'
import { type Signer, signer } from './signer.example.ts'
import { fromUtf8 } from './utf8.ts'

// The vector of the specification sheet.
const line =
  '— witness.example/w1 519lMgAAAABrAN8AlT7TMujX5+v4RNNq99I6K3xDLePP1cXgiopeCK3dcYZYZ87xNc6IPLc7dYElNjDdLX/bDx3tWhqSy0lEetU7BQ=='
const note =
  'consent-log.example/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— consent-log.example/test L+Q5exJT/3rASCo8e/O04G526PpUCZ+bVYnhk/QIFGuk7bwt1B5LNCQAotk/ddxxYbduFAnC3f6RddVsZSMbiNimkQ8=\n'
const publicKey = Buffer.from('03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8', 'hex')
const vkeyOf = (name: string, key: Uint8Array, type = 4) => {
  const typed = Buffer.concat([Uint8Array.of(type), key])
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8)
  return `${name}+${id}+${typed.toString('base64')}`
}
const witnessOf = (vkey: string) => parseWitnessKey(vkey) ?? expect.fail('the key is malformed')
const witness = witnessOf(vkeyOf('witness.example/w1', publicKey))

/** A line of this witness; `time` are the 8 bytes that it stands behind. */
async function cosigned({ key, sign }: Signer, time: Uint8Array, seconds = 7): Promise<string> {
  const { id } = witnessOf(vkeyOf(key.name, key.key))
  const text = parseNote(note)?.text ?? ''
  const signature = concat(time, await sign(cosignedMessage(seconds, text)))
  return `— ${key.name} ${toBase64(concat(id, signature))}`
}

describe('a witness’s key', () => {
  test('is read as the specification sheet writes it', () => {
    const key = parseWitnessKey(
      `witness.example/w1+e75f6532+${toBase64(concat(Uint8Array.of(4), publicKey))}`,
    )
    expect(key).toEqual({
      name: 'witness.example/w1',
      id: new Uint8Array(Buffer.from('e75f6532', 'hex')),
      key: new Uint8Array(publicKey),
    })
  })

  const good = vkeyOf('w', publicKey)
  test.each([
    ['another id', good.replace(/\+[0-9a-f]{8}/, '+00000000')],
    ['an id in capitals', good.replace(/\+[0-9a-f]{8}/, (id) => id.toUpperCase())],
    ['the type of a log’s own key', vkeyOf('w', publicKey, 1)],
    ['a key of 31 bytes', vkeyOf('w', publicKey.subarray(1))],
    ['a key of 33 bytes', vkeyOf('w', Buffer.concat([publicKey, Uint8Array.of(0)]))],
    ['a key of another spelling', good.replace(/.$/, '=')],
    ['a key that is no base64', good.replace(/.$/, '===')],
    ['no name', vkeyOf('', publicKey)],
    ['a plus in the name', vkeyOf('w+w', publicKey)],
    ['a space in the name', vkeyOf('w w', publicKey)],
    ['a name of 256 characters', vkeyOf('w'.repeat(256), publicKey)],
    ['a newline behind it', `${good}\n`],
    ['something before it', ` ${good}`],
    ['no key', 'w+00000000+'],
    ['nothing', ''],
  ])('with %s is refused', (_, vkey) => {
    expect(parseWitnessKey(vkey)).toBeNull()
  })

  test('may have a name of 255 characters', () => {
    expect(parseWitnessKey(vkeyOf('w'.repeat(255), publicKey))?.name).toHaveLength(255)
  })
})

describe('a cosignature', () => {
  test('covers its time and the note’s text', () => {
    expect(fromUtf8(cosignedMessage(7, 'x\n'))).toBe('cosignature/v1\ntime 7\nx\n')
  })

  test('of the vector says when it was given', async () => {
    expect(await openCosignature(line, note, witness)).toBe(1_795_219_200)
  })

  const other = signer('other.example')
  test.each([
    ['over another text', line, note.replace('\n8\n', '\n9\n')],
    ['with another time', line.replace('AABrAN8A', 'AABrAN8B'), note],
    ['that stands twice', `${line}\n${line}`, note],
    ['with a text above it', `more\n\n${line}`, note],
    ['with an empty line above it', `\n${line}`, note],
    ['with half a character', line.replace('w1', 'w1\ud800'), note],
    ['without its dash', line.slice(2), note],
    ['below what is no note', line, 'no note'],
    ['of another name', line.replace('/w1', '/w2'), note],
    ['of another id', line.replace(' 519lMg', ' 619lMg'), note],
    ['that is a plain signature', note.split('\n')[4] ?? '', note],
    ['that is too short', line.replace('BQ==', ''), note],
    ['that is missing', '', note],
  ])('%s counts for nothing', async (_, changed, signed) => {
    expect(await openCosignature(changed, signed, witness)).toBeNull()
  })

  test('under the witness’s name by another’s key counts for nothing', async () => {
    const key = witnessOf(vkeyOf(other.key.name, other.key.key))
    expect(await openCosignature(await cosigned(other, u64(7)), note, key)).toBe(7)
    expect(await openCosignature(await cosigned(other, u64(8)), note, key)).toBeNull()
    expect(await openCosignature(line, note, { ...witness, key: key.key })).toBeNull()
    const id = key.id.map((byte) => byte ^ 1)
    expect(await openCosignature(await cosigned(other, u64(7)), note, { ...key, id })).toBeNull()
    expect(await openCosignature(await cosigned(other, u64(7)), note, { ...key, name: 'x' })).toBeNull()
  })

  test('counts with the time 0, and not with one that no number holds exactly', async () => {
    const key = witnessOf(vkeyOf(other.key.name, other.key.key))
    expect(await openCosignature(await cosigned(other, u64(0), 0), note, key)).toBe(0)
    const beyond = await cosigned(other, Uint8Array.of(0, 32, 0, 0, 0, 0, 0, 0), 2 ** 53)
    expect(await openCosignature(beyond, note, key)).toBeNull()
  })
})

describe('the cosigners of a checkpoint', () => {
  const [a, b] = [signer('a.example'), signer('b.example')]
  const keys = [a, b].map(({ key }) => witnessOf(vkeyOf(key.name, key.key)))

  test('are the witnesses whose lines verify, each once, in the order of those who were asked for', async () => {
    const lines = [await cosigned(b, u64(7)), await cosigned(a, u64(9), 9), await cosigned(a, u64(8), 8)]
    const signed = note + lines.map((one) => `${one}\n`).join('')
    const [first, second] = [
      { name: 'a.example', time: 9 },
      { name: 'b.example', time: 7 },
    ]
    expect(await cosignersOf(signed, keys)).toEqual([first, second])
    expect(await cosignersOf(signed, keys.slice(1))).toEqual([second])
    expect(await cosignersOf(signed, [witness])).toEqual([])
    expect(await cosignersOf(`${signed}${line}\n`, [witness])).toEqual([
      { name: witness.name, time: 1_795_219_200 },
    ])
  })

  test('are known by a line that verifies even if another of theirs does not', async () => {
    const signed = `${note}${await cosigned(a, u64(1))}\n${await cosigned(a, u64(7))}\n`
    expect(await cosignersOf(signed, keys)).toEqual([{ name: 'a.example', time: 7 }])
  })

  test.each([
    ['the log’s own signature alone', note],
    ['a cosignature of another text', `${note.replace('\n8\n', '\n9\n')}${line}\n`],
    ['what is no note', 'no note'],
  ])('are none below %s', async (_, signed) => {
    expect(await cosignersOf(signed, [witness])).toEqual([])
  })
})
