import { expect, it } from 'vitest'
import { hasPending } from './pending.ts'

it.each<[what: string, storage: Record<string, string>, pending: boolean]>([
  ['nothing', {}, false],
  ['keys of others', { cart: '1', 'other.latchkey.outbox.': '1' }, false],
  ['other keys of ours', { 'latchkey.subject': 'x', 'latchkey.chain': 'x' }, false],
  ['a record', { 'latchkey.outbox.x': '' }, true],
  ['a record among others', { cart: '1', 'latchkey.outbox.x': '', 'latchkey.chain': 'x' }, true],
])('a journal with %s', (_what, storage, pending) => {
  expect(hasPending(storage)).toBe(pending)
})
