import { expect, test } from 'vitest'
import { reasonOf } from './reason-of.ts'

const sqlite = { code: 'ERR_SQLITE_ERROR', errcode: 11, errstr: 'database disk image is malformed' }

test.each([
  [
    'a sentence of ours',
    new Error('[ledger] log: its newest checkpoint is not its own.'),
    '[ledger] log: its newest checkpoint is not its own.',
  ],
  ['another’s', new TypeError('cannot read "Zoë Doe, 203.0.113.9"'), 'TypeError'],
  [
    'one of SQLite',
    Object.assign(new Error('near "Doe": syntax error'), sqlite),
    'Error ERR_SQLITE_ERROR 11',
  ],
  [
    'one of PostgreSQL',
    Object.assign(new Error('duplicate key (subject)=(abc)'), { code: '23505' }),
    'Error 23505',
  ],
  ['one with a code that is none', Object.assign(new Error('x'), { code: 'Zoë Doe' }), 'Error'],
  ['no error', 'a text that was thrown', 'unknown'],
])('H2: of %s a log says what is safe', (_, error, reason) => {
  expect(reasonOf(error)).toBe(reason)
})
