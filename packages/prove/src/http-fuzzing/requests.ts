import { randomBytes, randomUUID } from 'node:crypto'
import type { Random } from '../harness/random.ts'
import { shopper, submissionOf } from '../harness/shopper.ts'

export interface FuzzedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PURGE',
  'PROPFIND',
  'LINK',
]
const PATHS = [
  '/',
  '/v1/records',
  '/v1/subject',
  '/v1/checkpoint',
  '/v1/tile/0/000',
  '/v1/tile/0/000.p/3',
  '/v1/tile/entries/000',
  '/v1/tile/8/x999/999',
  '/v1/receipts/0',
  '/v1/receipts/9007199254740993',
  '/v1/export',
  '/v1/export?format=jsonl&after=0&limit=1',
  '/v1/export?format=csv',
  '/v1/export?after=-1',
  '/v1/health',
  '/v1/metrics',
  '/.well-known/gpc.json',
  '/dashboard',
  '/v1/tokens',
  '/v1/notices',
]
const ODD = [
  '%00',
  '%ff',
  '%c0%af',
  '../',
  '..%2f',
  '%2e%2e/',
  '//',
  '\\',
  ';a=b',
  '?',
  '??',
  '&',
  '%',
  '%zz',
  "'",
  '%27--',
  '<script>',
  '%F0%9F%98%80',
  'constructor',
  '__proto__',
  '.p/0',
  '.p/-1',
  'NaN',
  '1e9',
  '0x10',
]
const TYPES = [
  'text/plain',
  'application/json',
  'application/json; charset=utf-8',
  'text/plain;charset=utf-16',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '',
  'text/plain, application/json',
  `${'a'.repeat(3000)}/b`,
]
const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  [
    'origin',
    [
      'null',
      'https://shop.example',
      'javascript:0',
      'http://[::1',
      'https://a\tb',
      `https://${'a'.repeat(2000)}`,
    ],
  ],
  [
    'host',
    ['shop.example', '[::1]:99999', 'a b', '', '%', 'x'.repeat(1000), 'a/b', 'user@host', '127.0.0.1:port'],
  ],
  ['content-encoding', ['gzip', 'br', 'identity', 'deflate, gzip', 'x']],
  [
    'authorization',
    ['Bearer', 'Bearer a', 'Basic YTpi', `Bearer ${'a'.repeat(300)}`, 'bearer ../../x', 'Bearer 0'.repeat(9)],
  ],
  ['x-forwarded-for', ['1.2.3.4', '::1, ::1', 'a, b', ','.repeat(500), '999.1.1.1', 'fe80::1%eth0']],
  ['accept', ['*/*', 'text/html', 'application/json;q=9']],
  ['accept-encoding', ['gzip', 'br;q=x', '*']],
  ['cookie', ['latchkey=1', '='.repeat(500), 'a=\u00ff']],
  ['range', ['bytes=0-1', 'bytes=9-0', 'bytes=0-1,2-3,4-5']],
  ['if-none-match', ['*', '"x"', 'W/"']],
  ['expect', ['100-continue', '200-ok']],
  ['upgrade', ['websocket', 'h2c', 'TLS/1.0']],
  ['access-control-request-method', ['POST', 'x', 'DELETE, GET']],
  ['x-http-method-override', ['DELETE']],
]

function shuffledKeys(dice: Random): Record<string, unknown> {
  const odd = () =>
    dice.of<unknown>([
      null,
      true,
      -1,
      1e308,
      '',
      'x',
      [],
      {},
      [[]],
      [null],
      'a'.repeat(20_000),
      0.1,
      '\u0000',
      '\u202e',
    ])
  const record = JSON.stringify({ v: 1, id: odd(), site: odd(), at: odd(), choices: odd() })
  return Object.fromEntries(
    [
      ['site', dice.of<unknown>(['shop.example', odd()])],
      ['secret', dice.of<unknown>([randomBytes(16).toString('hex'), odd()])],
      ['records', dice.of<unknown>([[record], Array(dice.below(60)).fill(record), odd(), [odd()]])],
      ['notices', dice.of<unknown>([[], ['x'], odd()])],
      ['__proto__', odd()],
      [randomUUID(), odd()],
    ].filter(() => dice.chance(0.75)),
  )
}

function bodyOf(dice: Random): Buffer {
  const made = [shopper().decide()]
  const whole = () => submissionOf(made)
  const bodies: readonly (() => Buffer | string)[] = [
    whole,
    () => JSON.stringify(shuffledKeys(dice)),
    () => {
      const bytes = Buffer.from(whole())
      for (let i = 0; i <= dice.below(4); i++) bytes.writeUInt8(dice.below(256), dice.below(bytes.length))
      return bytes
    },
    () => {
      const text = whole()
      return text.slice(0, dice.below(text.length))
    },
    () => whole().replace('decided', dice.of(['\\ud800', '\\u0000', '\\u2028', '"', '\\', '<script>'])),
    () =>
      whole().replace(
        '"n\\":0',
        dice.of(['"n\\":-1', '"n\\":1e400', '"n\\":0.5', '"n\\":"0"', '"n\\":0,\\"n\\":1']),
      ),
    () => '['.repeat(1 + dice.below(30_000)),
    () => `{"a":${'{"a":'.repeat(dice.below(5000))}`,
    () => randomBytes(dice.below(2000)),
    () =>
      Buffer.alloc(dice.of([0, 1, 65_535, 65_536, 65_537, 80_000]), dice.of([0x20, 0x00, 0x22, 0xff, 0x5b])),
    () =>
      JSON.stringify({
        site: 'shop.example',
        secret: 'a'.repeat(32),
        records: Array(dice.of([0, 49, 50, 51, 5000])).fill('{}'),
      }),
    () => `"${'\\"'.repeat(dice.below(30_000))}`,
  ]
  return Buffer.from(dice.of(bodies)())
}

/** Some request that a client library can still send. */
export function fuzzedRequest(dice: Random): FuzzedRequest {
  const posts = dice.chance(0.6)
  const method = posts ? 'POST' : dice.of(METHODS)
  let path = posts && dice.chance(0.9) ? '/v1/records' : dice.of(PATHS)
  if (dice.chance(0.3)) {
    const at = 1 + dice.below(path.length)
    path = path.slice(0, at) + dice.of(ODD) + path.slice(at)
  }
  if (dice.chance(0.01)) path += `?${'a'.repeat(dice.below(12_000))}`
  const headers: Record<string, string> = {}
  if (dice.chance(0.9)) headers['content-type'] = dice.of(TYPES.slice(0, dice.chance(0.7) ? 3 : TYPES.length))
  while (dice.chance(0.3)) {
    const [name, values] = dice.of(HEADERS)
    headers[name] = dice.of(values)
  }
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(dice)
  return { method, path, headers, body }
}

/** Bytes that no client library would send. The pieces go out one after the other. */
export function fuzzedBytes(dice: Random): readonly Buffer[] {
  const { method, path, headers, body = Buffer.alloc(0) } = fuzzedRequest(dice)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const head = (extra: readonly string[] = [`content-length: ${body.length}`]) =>
    Buffer.from(
      `${method} ${path} HTTP/1.1\r\nhost: x\r\n${[...lines, ...extra].join('\r\n')}\r\n\r\n`,
      'latin1',
    )
  const makers: readonly (() => readonly (Buffer | string)[])[] = [
    () => [head(), body],
    () => [randomBytes(1 + dice.below(500))],
    () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', randomBytes(30)],
    () => [Buffer.from('16030100a5010000a10303', 'hex'), randomBytes(160)],
    () => [`GET ${path}\r\n\r\n`],
    () => [`GET ${path} HTTP/${dice.of(['0.9', '1.0', '2.0', '9.9', 'x'])}\r\n\r\n`],
    () => [
      `${dice.of(['GET http://other.example', 'GET *', 'OPTIONS *', 'CONNECT a:443', 'get /', 'G\0ET /'])} HTTP/1.1\r\nhost: x\r\n\r\n`,
    ],
    () => [head([`content-length: ${body.length}`, `content-length: ${body.length + 1}`]), body],
    () => [head(['content-length: 5', 'transfer-encoding: chunked']), '0\r\n\r\n'],
    () => [
      head([`content-length: ${dice.of(['-1', '1e3', '0x10', '99999999999999999999', ' 5', '5,5'])}`]),
      body,
    ],
    () => [head(['transfer-encoding: chunked']), 'zz\r\n', body],
    () => [head(['transfer-encoding: chunked']), 'fffffff\r\n', body.subarray(0, 100)],
    () => [head(['transfer-encoding: chunked']), `${body.length.toString(16)}\r\n`, body, '\r\n0\r\n\r\n'],
    () => [head([`content-length: ${body.length + 50}`]), body],
    () => [head([`x: ${'y'.repeat(dice.of([100, 8000, 20_000]))}`])],
    () => [head(Array.from({ length: dice.of([50, 3000]) }, (_, i) => `x${i}: y`))],
    () => [`GET / HTTP/1.1\r\nhost: x\r\nbad header\r\nx\0: y\r\n : z\r\n\r\n`],
    () => Array(20).fill(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`),
    () => [head().subarray(0, dice.below(60))],
    // Slowly: a letter at a time.
    () => [...head().toString('latin1').slice(0, 12)],
  ]
  return dice
    .of(makers)()
    .map((piece) => Buffer.from(piece as string))
}
