import { expect, test } from 'vitest'
import { readTrace } from './read-trace.ts'

const hex = (text: string) =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
const db = hex('/d/a.db')

const read = (...lines: string[]) => [...readTrace(lines, '/d')]

test('reads positions, contents and names, of files in the folder alone', () => {
  expect(
    read(
      `7 openat(AT_FDCWD<${hex('/')}>, "${db}", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 21<${db}>`,
      `7 write(21<${db}>, "${hex('ab')}", 2) = 2`,
      `7 write(21<${db}>, "${hex('c')}", 1) = 1`,
      `7 pwrite64(21<${db}>, "${hex('xyz')}", 3, 4096) = 2`,
      `7 pwrite64(9<${hex('/elsewhere')}>, "${hex('xyz')}", 3, 0) = 3`,
      `7 fsync(21<${db}>) = 0`,
      `7 fsync(21<${db}>) = -1 EIO (Input/output error)`,
      `7 rename("${db}", "${hex('/d/b')}") = 0`,
    ),
  ).toEqual([
    { type: 'open', path: '/d/a.db', create: true, truncate: false },
    { type: 'write', path: '/d/a.db', offset: 0, bytes: Buffer.from('ab') },
    { type: 'write', path: '/d/a.db', offset: 2, bytes: Buffer.from('c') },
    { type: 'write', path: '/d/a.db', offset: 4096, bytes: Buffer.from('xy') },
    { type: 'sync', path: '/d/a.db' },
    { type: 'rename', from: '/d/a.db', to: '/d/b' },
  ])
})

test('takes a sync from its end and an answer from its beginning', () => {
  const socket = hex('TCP:[127.0.0.1:1->127.0.0.1:2]')
  expect(
    read(
      `7 fsync(21<${db}> <unfinished ...>`,
      `8 write(5<${socket}>, "${hex('HTTP/1.1 200')}", 12 <unfinished ...>`,
      '7 <... fsync resumed>) = 0',
      '8 <... write resumed>) = 12',
    ),
  ).toEqual([
    { type: 'sent', text: 'HTTP/1.1 200' },
    { type: 'sync', path: '/d/a.db' },
  ])
})

test('does not take a string that strace has cut for a whole one', () => {
  expect(() => read(`7 pwrite64(21<${db}>, "${hex('xyz')}"..., 9000, 0) = 9000`)).toThrow(/whole strings/)
})
