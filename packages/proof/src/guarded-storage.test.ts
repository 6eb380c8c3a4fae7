import { describe, expect, it } from 'vitest'
import { fakeDevice } from './fakes.ts'
import { guardStorage, type KeyStorage } from './guarded-storage.ts'

function guarded(open: () => KeyStorage | null) {
  let failures = 0
  return { ...guardStorage(open, () => failures++), failures: () => failures }
}
function throws(): never {
  throw new Error('SecurityError')
}

describe('guarded storage (D4)', () => {
  it('reads and writes like any other', () => {
    const { storage } = fakeDevice()
    const { keys, get, set, remove, failures } = guarded(() => storage)
    expect([get('a'), keys()]).toEqual([null, []])
    expect(set('a', '1')).toBe(true)
    expect([get('a'), keys()]).toEqual(['1', ['a']])
    remove('a')
    expect([get('a'), keys(), failures()]).toEqual([null, [], 0])
  })

  it.each<[what: string, open: () => KeyStorage | null]>([
    ['is not there', () => null],
    ['throws on the mere mention', throws],
    ['throws at every use', () => ({ getItem: throws, setItem: throws, removeItem: throws })],
  ])('that %s holds nothing, takes nothing, and says so each time', (_what, open) => {
    const { get, set, remove, failures } = guarded(open)
    expect([get('a'), set('a', '1'), remove('a'), failures()]).toEqual([null, false, undefined, 3])
  })

  it.each<[what: string, open: () => KeyStorage | null]>([
    ['is not there', () => null],
    ['throws on the mere mention', throws],
  ])('that %s has no keys', (_what, open) => {
    const { keys, failures } = guarded(open)
    expect([keys(), failures()]).toEqual([[], 1])
  })
})
