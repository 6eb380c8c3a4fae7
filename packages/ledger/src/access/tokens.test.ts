import { expect, test } from 'vitest'
import type { LogReader } from '../store/store.ts'
import { hashOfToken, holderOf, holderOfHash } from './tokens.ts'

const read = { token: async () => null } as Partial<LogReader> as LogReader // nothing else is asked
const GIVEN = 'a-token-out-of-the-environment'

test('a hash is worth what its token is, and an empty one nothing (G7)', async () => {
  const given = { read, given: GIVEN, now: 0 }
  expect(await holderOf(GIVEN, given)).toMatchObject({ role: 'admin', sites: null })
  expect(await holderOfHash(hashOfToken(GIVEN), given)).toMatchObject({ role: 'admin', sites: null })
  for (const hash of ['', GIVEN, hashOfToken(`${GIVEN} `)]) {
    expect(await holderOfHash(hash, given)).toBeNull()
    expect(await holderOfHash(hash, { ...given, given: undefined })).toBeNull()
  }
})
