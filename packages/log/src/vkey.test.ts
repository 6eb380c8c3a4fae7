import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { formatVkey, parseVkey, verifierKey } from './vkey.ts'

const publicKey = new Uint8Array(
  Buffer.from('03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8', 'hex'),
)
const vkeyOf = (name: string, key: Uint8Array = publicKey, type = 1) => {
  const typed = Buffer.concat([Uint8Array.of(type), key])
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8)
  return `${name}+${id}+${typed.toString('base64')}`
}

test.each(['log.example', 'a/b?c=é', 'n'.repeat(255)])(
  'a verifier key under the name %s is written and read one way',
  (name) => {
    const key = verifierKey(name, publicKey)
    expect(key).toMatchObject({ name, key: publicKey, id: expect.objectContaining({ length: 4 }) })
    expect(formatVkey(key)).toBe(vkeyOf(name))
    expect(parseVkey(vkeyOf(name))).toEqual(key)
  },
)

const good = vkeyOf('log.example')
test.each([
  ['another id', good.replace(/\+[0-9a-f]{8}/, '+00000000')],
  ['an id in capitals', vkeyOf('log').replace(/\+[0-9a-f]{8}/, (id) => id.toUpperCase())],
  ['another name', `x${good}`],
  ['another type', vkeyOf('log', publicKey, 4)],
  ['no name', vkeyOf('')],
  ['a name of 256 characters', vkeyOf('n'.repeat(256))],
  ['a space in the name', vkeyOf('log example')],
  ['a plus in the name', vkeyOf('log+example')],
  ['a short key', vkeyOf('log', publicKey.slice(1))],
  ['a long key', vkeyOf('log', Buffer.concat([publicKey, Uint8Array.of(0)]))],
  ['a key of another spelling', good.replace(/.$/, '=')],
  ['a newline behind it', `${good}\n`],
  ['a space before it', ` ${good}`],
  ['no key', 'log+00000000+'],
  ['nothing', ''],
])('refuses a verifier key with %s', (_, line) => {
  expect(parseVkey(line)).toBeNull()
})
