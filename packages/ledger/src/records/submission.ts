import * as v from 'valibot'
import { subjectsOf } from '../access/subject.ts'
import { type BodyText, readBody } from './read-body.ts'

/** What a browser sends: records as the exact texts that it made, so that nothing needs a canonical form. */
export interface Submission {
  readonly site: string
  /** The subjects that the sender has shown to be. */
  readonly subjects: readonly string[]
  readonly records: readonly string[]
  /** Notice documents that the records name by digest. */
  readonly notices: readonly string[] | null
}

export type ReadSubmission =
  | { readonly ok: true; readonly submission: Submission }
  | { readonly ok: false; readonly status: 400 | 401 | 413 | 415; readonly problem: string }

const MAX_BODY = 65_536
const MAX_RECORDS = 50
const MAX_DEPTH = 8

const schema = v.strictObject(
  {
    site: v.pipe(
      v.string('site: expected a text'),
      v.regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'site: expected one line of at most 200 characters'),
    ),
    secret: v.string('secret: expected a text'),
    records: v.pipe(
      v.array(v.string('records: expected texts'), 'records: expected a list'),
      v.minLength(1, 'records: expected at least one'),
      v.maxLength(MAX_RECORDS, 'records: expected at most 50'),
    ),
    notices: v.optional(
      v.pipe(
        v.array(v.string('notices: expected texts'), 'notices: expected a list'),
        v.maxLength(MAX_RECORDS, 'notices: expected at most 50'),
      ),
    ),
  },
  'body: expected site, secret, records and no other keys',
)

/** Reads the body of `POST /v1/records` (threat model F1, F2). Problems are fixed sentences and echo nothing. */
export async function readSubmission(request: Request): Promise<ReadSubmission> {
  const body: BodyText = await readBody(request, MAX_BODY)
  if (!body.ok) return body
  if (isDeeperThan(body.text, MAX_DEPTH)) return refuse(400, 'body: expected at most 8 levels')
  let json: unknown
  try {
    json = JSON.parse(body.text)
  } catch {
    return refuse(400, 'body: expected JSON')
  }
  const parsed = v.safeParse(schema, json, { abortEarly: true })
  if (!parsed.success) return refuse(400, parsed.issues[0].message)
  const { site, secret, records, notices } = parsed.output
  const subjects = subjectsOf(secret)
  if (!subjects) return refuse(401, 'secret: expected 32 hex digits')
  return { ok: true, submission: { site, subjects, records, notices: notices ?? null } }
}

/** Counts brackets before anything recursive sees the text. */
export function isDeeperThan(json: string, depth: number): boolean {
  let level = 0
  // A text that never ends is one token too: looked for anew from each of its quotes, it would take time squared.
  for (const token of json.match(/"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[[\]{}]/g) ?? []) {
    if (token === '[' || token === '{') level += 1
    if (token === ']' || token === '}') level -= 1
    if (level > depth) return true
  }
  return false
}

function refuse(status: 400 | 401, problem: string): ReadSubmission {
  return { ok: false, status, problem }
}
