import { describe, expect, test } from 'vitest'
import { clientAddress, networkOf } from './access/client-address.ts'
import { createLimits } from './access/limits.ts'
import { allowedOrigins } from './access/origins.ts'
import { isDeeperThan } from './records/submission.ts'

describe('F7: the client’s address', () => {
  test.each([
    ['no proxy: what was forwarded is ignored', '', '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['a stranger: what was forwarded is ignored', '10.0.0.1', '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['the proxy: its last word counts', '10.0.0.1', '10.0.0.1', '192.0.2.1, 203.0.113.9', '203.0.113.9'],
    [
      'two proxies: the first stranger from the right',
      '10.0.0.0/8',
      '10.0.0.1',
      '192.0.2.1, 203.0.113.9, 10.0.0.2',
      '203.0.113.9',
    ],
    ['a proxy that forwards nothing', '10.0.0.1', '10.0.0.1', null, '10.0.0.1'],
    ['a proxy that forwards nonsense', '10.0.0.1', '10.0.0.1', '<script>', '10.0.0.1'],
    ['loopback', 'loopback', '::1', '203.0.113.9', '203.0.113.9'],
    ['IPv4 in the dress of IPv6', 'loopback', '::ffff:127.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
    ['one hop', '1', '10.0.0.1', '192.0.2.1, 203.0.113.9', '203.0.113.9'],
    ['two hops', '2', '10.0.0.1', '192.0.2.1, 203.0.113.9', '192.0.2.1'],
  ])('%s', (_, trusted, connection, forwarded, client) => {
    expect(clientAddress(trusted)(connection, forwarded)).toBe(client)
  })

  test.each(['*', '10.0.0.0/33', 'proxy.example', '0', '10.0.0.0/8/8'])('refuses to trust %j', (trusted) => {
    expect(() => clientAddress(trusted)).toThrow(/trust proxy/)
  })
})

test.each([
  ['203.0.113.9', '203.0.113'],
  ['2001:db8:1:2::3', '2001:db8:1'],
  ['2001:db8::1', '2001:db8:0'],
  ['2001:0db8:0001::', '2001:db8:1'],
  ['::2', '0:0:0'],
  ['127.0.0.1', null],
  ['::1', null],
])('F3: %s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

describe('F3: budgets', () => {
  const budget = { network: { burst: 10, perSecond: 2 } }
  test('refill with time, evenly, and no further than they were', () => {
    let now = 1_000_000
    const limits = createLimits(budget, { now: () => now, random: (length) => new Uint8Array(length) })
    const take = (amount: number) => limits.take('network', 'a', amount)
    expect([take(10), take(1), limits.take('network', 'b', 10)]).toEqual([0, 1, 0])
    now += 2500
    expect([take(5), take(1)]).toEqual([0, 1])
    now += 1_000_000
    expect([take(11), take(10)]).toEqual([0, 5])
    now -= 500_000
    expect(take(1)).toBe(1)
  })

  test('G2: keys are salted, every day anew', () => {
    let now = 0
    let salts = 0
    const random = (length: number) => {
      salts += 1
      return new Uint8Array(length)
    }
    const limits = createLimits(budget, { now: () => now, random })
    limits.take('network', 'a', 10)
    const before = salts
    now += 86_400_000
    expect(limits.take('network', 'a', 10)).toBe(0)
    expect(salts).toBe(before + 1)
  })
})

describe('F6: the list of origins', () => {
  const { allows } = allowedOrigins({
    origins: ['https://shop.example', 'https://*.brand.example', 'http://localhost:3000'],
  })
  test.each([
    ['https://shop.example', true],
    ['https://www.brand.example', true],
    ['https://a.b.brand.example', true],
    ['https://brand.example', false],
    ['https://evilbrand.example', false],
    ['https://www.brand.example:8443', false],
    ['http://www.brand.example', false],
    ['http://localhost:3000', true],
    ['http://localhost', false],
    ['https://ledger.example', true],
    ['https://shop.example/', false],
    ['null', false],
    ['', false],
    [null, true],
  ])('%s: %s', (origin, allowed) => {
    expect(allows(origin, 'ledger.example')).toBe(allowed)
  })

  test.each([
    '*',
    'https://*',
    'https://*.example',
    'shop.example',
    'https://shop.example/',
    'null',
    'ftp://shop.example',
    'https://*.*.example',
  ])('refuses %j in the list', (origin) => {
    expect(() => allowedOrigins({ origins: [origin] })).toThrow(/origins/)
  })
})

test.each([
  ['[[]]', 1, true],
  ['[[]]', 2, false],
  ['[],[],[]', 1, false],
  ['["[[[["]', 1, false],
  ['["\\"[[["]', 1, false],
  ['{"a":[{"b":1}]}', 2, true],
])('F1: whether %s is deeper than %i', (json, depth, deeper) => {
  expect(isDeeperThan(json, depth)).toBe(deeper)
})

test('F1: a text that never ends is read once, not once from each of its quotes', () => {
  const began = performance.now()
  expect(isDeeperThan(`"${'\\"'.repeat(28_000)}`, 8)).toBe(false)
  // Squared it takes seconds, on any machine; once it takes about a millisecond.
  expect(performance.now() - began).toBeLessThan(500)
})
