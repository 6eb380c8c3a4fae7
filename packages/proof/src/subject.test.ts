import { digest, linkAfter } from '@latchkey/record'
import { describe, expect, it } from 'vitest'
import { fakeDevice } from './fakes.ts'
import { guardStorage } from './guarded-storage.ts'
import { subjectOnDevice } from './subject.ts'

const SECRET = 'a'.repeat(32)
const PREVIOUS = 'b'.repeat(64)

function opened(stored: Record<string, string> = {}) {
  const device = fakeDevice()
  Object.assign(device.storage, stored)
  let made = 0
  const tab = () =>
    subjectOnDevice(
      guardStorage(
        () => device.storage,
        () => {},
      ),
      () => String(++made).padStart(32, '0'),
    )
  return { device, tab, subject: tab() }
}
const stored = (secret = SECRET, chain = `7.${PREVIOUS}`) => ({
  'latchkey.subject': secret,
  'latchkey.chain': chain,
})

describe('the subject of a device', () => {
  it('is made up with the first record, and written down only with it (LR-1)', () => {
    const { device, subject } = opened()
    expect([subject.exists(), subject.secret()]).toEqual([false, null])
    const from = subject.next()
    const secret = '1'.padStart(32, '0')
    expect(from).toEqual({ secret, subject: digest(secret), link: { n: 0, previous: null } })
    expect(Object.keys(device.storage)).toEqual([])
    subject.advance(from, 'text')
    expect([subject.exists(), subject.secret()]).toEqual([true, secret])
    expect(subject.next()).toMatchObject({ secret, subject: digest(secret), link: linkAfter(0, 'text') })
  })

  it('is read from what an earlier page left', () => {
    const { subject } = opened(stored())
    expect(subject.next()).toEqual({
      secret: SECRET,
      subject: digest(SECRET),
      link: { n: 7, previous: PREVIOUS },
    })
  })

  it.each<[what: string, secret: string, chain: string]>([
    ['a secret that is too short', 'a'.repeat(31), `7.${PREVIOUS}`],
    ['a secret that is too long', 'a'.repeat(33), `7.${PREVIOUS}`],
    ['a secret in other letters', 'A'.repeat(32), `7.${PREVIOUS}`],
    ['an empty secret', '', `7.${PREVIOUS}`],
    ['an empty chain', SECRET, ''],
    ['a chain without a place', SECRET, `.${PREVIOUS}`],
    ['a chain with a place before the first', SECRET, `-7.${PREVIOUS}`],
    ['a chain that is longer than any', SECRET, `1234567890.${PREVIOUS}`],
    ['a chain with a digest that is too short', SECRET, `7.${PREVIOUS.slice(1)}`],
    ['a chain with a digest that is too long', SECRET, `7.${PREVIOUS}b`],
    ['a chain with a digest in other letters', SECRET, `7.${'B'.repeat(64)}`],
    ['a chain with another separator', SECRET, `7-${PREVIOUS}`],
  ])('is given up for a new one with %s', (_what, secret, chain) => {
    expect(opened(stored(secret, chain)).subject.next()).toMatchObject({
      secret: '1'.padStart(32, '0'),
      link: { n: 0, previous: null },
    })
  })

  it('counts to a thousand million', () => {
    const { subject } = opened(stored(SECRET, `999999999.${PREVIOUS}`))
    expect(subject.next().link.n).toBe(999_999_999)
  })

  it('goes on behind another tab that is as far or farther (D5)', () => {
    const { subject, tab } = opened(stored())
    const other = tab()
    const from = subject.next()
    subject.advance(from, 'mine')
    other.advance(from, 'theirs')
    expect(subject.next().link).toEqual(linkAfter(7, 'theirs'))
    other.advance(other.next(), 'and on')
    expect(subject.next().link.n).toBe(9)
  })

  it('goes on by itself where storage has fallen behind (D4)', () => {
    const { device, subject } = opened(stored())
    subject.advance(subject.next(), 'saved')
    device.storageIs = 'throws'
    subject.advance(subject.next(), 'lost')
    subject.advance(subject.next(), 'lost too')
    expect(subject.next().link).toEqual(linkAfter(9, 'lost too'))
    expect(subject.secret()).toBe(SECRET)
  })

  it.each(['throws', 'hangs'] as const)('lives in memory where nothing can be stored (%s, D4)', (health) => {
    const { device, subject } = opened()
    device.storageIs = health
    const from = subject.next()
    subject.advance(from, 'text')
    expect(subject.exists()).toBe(false)
    expect(subject.secret()).toBe(from.secret)
    expect(subject.next()).toMatchObject({ secret: from.secret, link: { n: 1 } })
  })

  it('follows another tab to a new subject', () => {
    const { device, subject } = opened(stored())
    subject.advance(subject.next(), 'text')
    Object.assign(device.storage, stored('c'.repeat(32), `2.${PREVIOUS}`))
    expect(subject.next()).toEqual({
      secret: 'c'.repeat(32),
      subject: digest('c'.repeat(32)),
      link: { n: 2, previous: PREVIOUS },
    })
  })

  it.each(['ok', 'throws'] as const)('that is forgotten leaves nothing, in memory neither (%s)', (health) => {
    const { device, subject } = opened()
    device.storageIs = health
    const from = subject.next()
    subject.advance(from, 'text')
    subject.forget()
    expect([subject.secret(), Object.keys(device.storage)]).toEqual([null, []])
    expect(subject.next().secret).not.toBe(from.secret)
    expect(subject.next().link.n).toBe(0)
  })
})
