import * as v from 'valibot'
import { hasPlainNames } from './names.ts'
import type { ConsentRecord } from './record.ts'

/** Threat model F1. What Latchkey writes itself has at most 2 kB. */
const MAX_BYTES = 16_384
const MAX_PURPOSES = 64
/** The last millisecond that a `Date` can hold. */
const MAX_TIME = 8_640_000_000_000_000

const HEX = /^[0-9a-f]{64}$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TOKEN = /^[\w.:+-]{1,64}$/
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/

const text = (pattern: RegExp, expected: string) => v.pipe(v.string(expected), v.regex(pattern, expected))
const token = (name: string) =>
  text(TOKEN, `${name}: expected a token of at most 64 letters, digits and . : + - _`)
const line = (name: string) => {
  const expected = `${name}: expected one line of at most 200 characters`
  return text(/^[^\p{Cc}\p{Cs}]{1,200}$/u, expected)
}
const whole = (name: string, max: number) => {
  const expected = `${name}: expected a whole number from 0`
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(0, expected), v.maxValue(max, expected))
}

const AT = 'at: expected milliseconds since 1970 or an RFC 3339 time'
const CHOICES = 'choices: expected purposes with granted or denied'
const WITHDRAWN = 'withdrawn: expected a list of purposes, each once'
const purpose = (expected: string) => text(/^[a-z0-9-]{1,32}$/, expected)

const record = v.strictObject(
  {
    v: v.literal(1, 'v: expected 1'),
    id: text(UUID, 'id: expected a UUID in lower case'),
    site: line('site'),
    subject: text(HEX, 'subject: expected 64 hex digits'),
    n: whole('n', 1_000_000_000),
    previous: v.nullable(text(HEX, 'previous: expected null or 64 hex digits')),
    at: v.union(
      [whole('at', MAX_TIME), v.pipe(text(TIME, AT), v.transform(toMilliseconds), whole('at', MAX_TIME))],
      AT,
    ),
    event: v.picklist(['shown', 'decided', 'signalled', 'imported'], 'event: expected a known event'),
    choices: v.pipe(
      // A list is an object too.
      v.custom<Record<string, unknown>>((value) => !Array.isArray(value), CHOICES),
      v.record(purpose(CHOICES), v.picklist(['granted', 'denied'], CHOICES), CHOICES),
      v.maxEntries(MAX_PURPOSES, CHOICES),
    ),
    withdrawn: v.pipe(
      v.array(purpose(WITHDRAWN), WITHDRAWN),
      v.maxLength(MAX_PURPOSES, WITHDRAWN),
      v.check((list) => new Set(list).size === list.length, WITHDRAWN),
    ),
    via: v.picklist(
      ['banner', 'preferences', 'placeholder', 'card', 'api', 'signal', 'imported'],
      'via: expected a known surface',
    ),
    trusted: v.boolean('trusted: expected true or false'),
    place: token('place'),
    placeBy: v.picklist(['config', 'server', 'guess', 'unknown'], 'placeBy: expected a known source'),
    regime: token('regime'),
    table: v.nullable(token('table')),
    gpc: v.nullable(v.boolean('gpc: expected true, false or null')),
    policy: line('policy'),
    notice: v.nullable(token('notice')),
    locale: token('locale'),
    ui: token('ui'),
  },
  'record: expected the keys of version 1 and no others',
)

/** What reading a record came to. */
export type ParsedRecord =
  | { readonly ok: true; readonly record: ConsentRecord }
  /** One fixed sentence; nothing of the input is in it, so it may be logged and sent back. */
  | { readonly ok: false; readonly problem: string }

/**
 * Reads a record that somebody sent. Strict about keys, kinds, ranges and lengths; tolerant in this alone: `at` may
 * be an RFC 3339 time (milliseconds come out), `table` and `notice` a version instead of a digest, `regime` any
 * token. Never throws. The text itself stays what is hashed and kept.
 *
 * @example
 * const read = parseRecord(text)
 * if (!read.ok) return reject(read.problem)
 */
export function parseRecord(text: string): ParsedRecord {
  if (typeof text !== 'string' || text.length > MAX_BYTES || bytesOf(text) > MAX_BYTES)
    return refuse('record: expected a text of at most 16 KiB')
  const value = fromJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('record: expected a JSON object')
  if (!hasPlainNames(text)) return refuse('record: expected plain names, each once, nested at most 3 deep')
  const parsed = v.safeParse(record, value, { abortEarly: true })
  if (!parsed.success) return refuse(parsed.issues[0].message)
  return {
    ok: true,
    record: {
      ...parsed.output,
      choices: Object.freeze(Object.assign(Object.create(null), parsed.output.choices)),
    },
  }
}

/** `NaN`, which is no whole number, for a day that does not exist: `Date` would count on into the next month. */
function toMilliseconds(time: string): number {
  const day = Date.parse(`${time.slice(0, 10)}T00:00:00Z`)
  return new Date(day).getUTCDate() === Number(time.slice(8, 10))
    ? Date.parse(time.toUpperCase())
    : Number.NaN
}

function refuse(problem: string): ParsedRecord {
  return { ok: false, problem }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON is not an object, and that is said by the caller
  }
}
