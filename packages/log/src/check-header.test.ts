import { describe, expect, test } from 'vitest'
import { openHeader, readKept } from './check-header.ts'
import { signCheckpoint } from './checkpoint.ts'
import type { HeaderLine } from './export-line.ts'
import { signNote } from './note.ts'
import { signer } from './signer.example.ts'
import { formatVkey } from './vkey.ts'

const [log, other] = [signer('log.example'), signer('other.example')]
const root = new Uint8Array(32).fill(1)
const signed = (size: number, { key, sign } = log, origin = key.name) =>
  signCheckpoint({ origin, size, root }, key, sign)
const header = async (fields: Partial<HeaderLine> = {}): Promise<HeaderLine> => ({
  ...{ latchkey: 'export', v: 1, origin: 'log.example', vkey: formatVkey(log.key) },
  ...{ checkpoint: await signed(8), from: 0, to: 8, notices: 0, ...fields },
})

describe('a header', () => {
  test.each([
    [0, 8],
    [2, 5],
    [3, 3],
    [8, 8],
    [0, 0],
  ])('opens with the entries %i to %i of a log of 8', async (from, to) => {
    const line = await header({ from, to })
    expect(await openHeader(line)).toEqual({
      header: line,
      checkpoint: { origin: 'log.example', size: 8, root },
      key: log.key,
    })
  })

  const key = 'The key on line 1 is malformed or belongs to another log.'
  const note = 'The checkpoint on line 1 is malformed or carries more than one signature.'
  const signature = 'The signature on line 1 does not verify.'
  test.each<[string, () => Partial<HeaderLine> | Promise<Partial<HeaderLine>>, string]>([
    ['no key', () => ({ vkey: '' }), key],
    ['the key of another log', () => ({ vkey: formatVkey(other.key) }), key],
    ['another name', () => ({ origin: 'other.example' }), key],
    ['no note', () => ({ checkpoint: 'note' }), note],
    [
      'two signatures',
      async () => ({ checkpoint: `${await signed(8)}${(await signed(8, other)).split('\n').at(-2)}\n` }),
      note,
    ],
    [
      'a note that is no checkpoint',
      async () => ({ checkpoint: await signNote('log.example\n', log.key, log.sign) }),
      signature,
    ],
    [
      'a checkpoint that another signed',
      async () => ({ checkpoint: await signed(8, signer('log.example')) }),
      signature,
    ],
    [
      'the checkpoint of another log',
      async () => ({ checkpoint: await signed(8, log, 'other.example') }),
      signature,
    ],
    [
      'entries that end before they begin',
      () => ({ from: 5, to: 4 }),
      'Line 1 announces entries 5 to 3 of a log of 8.',
    ],
    ['entries beyond the log', () => ({ from: 2, to: 9 }), 'Line 1 announces entries 2 to 8 of a log of 8.'],
  ])('with %s does not hold', async (_, fields, message) => {
    expect(await openHeader(await header(await fields()))).toBe(message)
  })
})

describe('a checkpoint that was kept', () => {
  const read = async (kept: string, fields: Partial<HeaderLine> = {}) => {
    const opened = await openHeader(await header(fields))
    return typeof opened === 'string' ? expect.fail(opened) : readKept(kept, opened)
  }

  test.each([
    [0, 8],
    [5, 8],
    [8, 8],
    [5, 5],
    [0, 0],
  ])('of %i entries can vouch for the first %i', async (size, to) => {
    const kept = { origin: 'log.example', size, root }
    expect(await read(await signed(size), { to })).toEqual(kept)
  })

  test('is malformed if it is no note or no checkpoint', async () => {
    const message = 'The checkpoint that was kept is malformed.'
    expect(await read('')).toBe(message)
    expect(await read(await signNote('text\n', log.key, log.sign))).toBe(message)
  })

  test('of more entries than the log has contradicts it', async () => {
    expect(await read(await signed(9))).toBe(
      'The checkpoint that was kept covers 9 entries; the log in this export has 8.',
    )
  })

  test('cannot vouch for entries that are not in the file', async () => {
    const message =
      'The checkpoint that was kept covers the first 5 entries, and they are not all in this file.'
    expect(await read(await signed(5), { to: 4 })).toBe(message)
    expect(await read(await signed(5), { from: 1 })).toBe(message)
  })
})
