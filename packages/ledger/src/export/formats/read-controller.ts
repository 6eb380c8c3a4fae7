import * as v from 'valibot'
import type { Controller } from './controller.ts'

const line = v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]{1,500}$/u))
const duration = v.pipe(
  v.string(),
  v.regex(/^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/),
)
const list = v.pipe(v.array(line), v.maxLength(100))
const facts = v.strictObject({
  title: v.optional(line),
  type: v.optional(line),
  personalData: v.optional(list),
  locations: v.optional(list),
  retention: v.optional(duration),
  recipients: v.optional(list),
  transfers: v.optional(list),
  special: v.optional(v.boolean()),
})
const controller = v.strictObject({
  $schema: v.optional(v.string()),
  id: v.optional(line),
  name: v.optional(line),
  address: v.optional(line),
  contact: v.optional(line),
  url: v.optional(line),
  privacy: v.optional(line),
  withdrawal: v.optional(line),
  rights: v.optional(line),
  authority: v.optional(line),
  validity: v.optional(v.strictObject({ granted: v.optional(duration), denied: v.optional(duration) })),
  everyPurpose: v.optional(facts),
  purposes: v.optional(v.record(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/)), facts)),
})

const expected: Readonly<Record<string, string>> = {
  regex: 'one line of at most 500 characters, a duration like P13M, or a purpose’s id',
  strict_object: 'a key that is known',
  max_length: 'at most 100 of them',
}

/**
 * Reads a `Controller` out of the JSON of a file. Strict about keys: one that is spelled wrong would be named as missing in
 * every export, and nobody would know why.
 *
 * @throws A sentence that names the place.
 * @example
 * const controller = readController(readFileSync('controller.json', 'utf8'))
 */
export function readController(json: string): Controller {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new Error('[ledger] controller: expected JSON, got something else.')
  }
  if (Array.isArray(value)) throw new Error('[ledger] controller: expected a JSON object, got a list.')
  const read = v.safeParse(controller, value, { abortEarly: true })
  if (read.success) {
    const { $schema: _, ...about } = read.output
    return about
  }
  const [issue] = read.issues
  const where = ['controller', ...(issue.path ?? []).map(({ key }) => String(key))].join('.')
  throw new Error(
    `[ledger] ${where}: expected ${expected[issue.type] ?? issue.expected}, got something else.`,
  )
}
