import type { Ask } from './postgres-connection.ts'
import type { CountQuery, LogReader } from './store.ts'
import {
  accessOf,
  bytesOf,
  countOf,
  documentOf,
  entryOf,
  headOf,
  keyOf,
  numberOf,
  recordOf,
  sumOf,
  textOf,
  tokenOf,
} from './stored-rows.ts'
import { strayOf } from './stray.ts'

export const RECORD =
  'r.seq, r.site, r.id, r.subject, r.received, r.assurance, r.sealed, r.notice, s.kek, s.wrapped'
const RECORDS = `SELECT ${RECORD} FROM latchkey.records r JOIN latchkey.subjects s USING (subject)`

/** Reads what its connection sees. */
export function readerOf(ask: Ask): LogReader {
  const all =
    (name: string, text: string) =>
    (...values: unknown[]) =>
      ask({ name, text }, values)
  const one = (name: string, text: string) => {
    const rows = all(name, text)
    return async (...values: unknown[]) => (await rows(...values))[0]
  }
  const head = one('head', 'SELECT size, note FROM latchkey.heads ORDER BY size DESC LIMIT 1')
  const headCovering = one(
    'head-covering',
    'SELECT size, note FROM latchkey.heads WHERE size > $1 ORDER BY size LIMIT 1',
  )
  const heads = all(
    'heads',
    'SELECT size, note FROM latchkey.heads WHERE size > $1 AND size <= $2 ORDER BY size',
  )
  const ends = all(
    'ends',
    `SELECT 'entries' AS name, 0 AS level, max(seq) AS last FROM latchkey.entries
    UNION ALL SELECT 'records', 0, max(seq) FROM latchkey.records
    UNION ALL SELECT 'erasures', 0, max(seq) FROM latchkey.erasures
    UNION ALL SELECT 'heads', 0, max(size) - 1 FROM latchkey.heads
    UNION ALL SELECT 'tiles', level, max(number) FROM latchkey.tiles GROUP BY level`,
  )
  const tile = one('tile', 'SELECT hashes FROM latchkey.tiles WHERE level = $1 AND number = $2')
  const entries = all(
    'entries',
    `SELECT e.seq AS place, e.entry, x.by, ${RECORD}
    FROM latchkey.entries e LEFT JOIN latchkey.records r ON r.seq = e.seq
    LEFT JOIN latchkey.subjects s ON s.subject = r.subject LEFT JOIN latchkey.erasures x ON x.seq = e.seq
    WHERE e.seq >= $1 AND e.seq < $2 ORDER BY e.seq`,
  )
  const recordById = one('record-by-id', `${RECORDS} WHERE r.site = $1 AND r.id = $2`)
  const recordsByCode = all(
    'records-by-code',
    `${RECORDS} WHERE r.id >= $1 AND r.id < $2 ORDER BY r.id, r.seq LIMIT $3`,
  )
  const recordsOf = all('records-of', `${RECORDS} WHERE r.subject = $1 ORDER BY r.seq DESC LIMIT $2`)
  const placesOf = all(
    'places-of',
    `SELECT seq FROM latchkey.records WHERE subject = ANY ($1::text[]) AND seq > $2
      AND ($4::text[] IS NULL OR site = ANY ($4)) ORDER BY seq LIMIT $3`,
  )
  const recordsBefore = all(
    'records-before',
    `SELECT seq FROM latchkey.records
      WHERE received < $1 AND ($3::text[] IS NULL OR (site = ANY ($3::text[])) <> $4::boolean)
      ORDER BY received, seq LIMIT $2`,
  )
  const subjectKey = one('subject-key', 'SELECT kek, wrapped FROM latchkey.subjects WHERE subject = $1')
  const subjectsNotUnder = all(
    'subjects-not-under',
    'SELECT subject FROM latchkey.subjects WHERE kek <> $1 ORDER BY subject LIMIT $2',
  )
  const isNamed = one(
    'is-named',
    `SELECT 1 AS named FROM latchkey.records
    WHERE notice = $1 AND ($2::text[] IS NULL OR site = ANY ($2)) LIMIT 1`,
  )
  const documentsOf = all(
    'documents-of',
    `SELECT DISTINCT d.digest FROM latchkey.documents d JOIN latchkey.records r ON r.notice = d.digest
    WHERE r.seq >= $1 AND r.seq < $2 AND ($3::text[] IS NULL OR r.site = ANY ($3)) ORDER BY d.digest`,
  )
  const document = one(
    'document',
    'SELECT digest, document, registered FROM latchkey.documents WHERE digest = $1',
  )
  const counts = all(
    'counts',
    `SELECT day, site, measure, regime, locale, notice, purpose, n FROM latchkey.counts
    WHERE day >= $1 AND day <= $2 AND ($3::text[] IS NULL OR site = ANY ($3))
    ORDER BY day, site, measure, regime, locale, notice, purpose`,
  )
  const counted = `FROM latchkey.counts
    WHERE day >= $1 AND day <= $2 AND ($3::text[] IS NULL OR site = ANY ($3))`
  const sums = (by: CountQuery['by']) =>
    all(
      `count-sums-${by ?? 'whole'}`,
      `WITH counted AS (
        SELECT day, measure, ${by ?? `''::text COLLATE "C"`} AS value, n ${counted}
          AND ($4::text IS NULL OR regime = $4) AND ($5::text IS NULL OR locale = $5)
          AND ($6::text IS NULL OR notice = $6)${by ? ` AND ${by} <> ''` : ''}
      ), greatest AS (SELECT value FROM counted GROUP BY value ORDER BY sum(n) DESC, value LIMIT 100)
      SELECT day, measure, value, sum(n)::bigint AS n FROM counted JOIN greatest USING (value)
      GROUP BY day, measure, value ORDER BY day, measure, value`,
    )
  const countSums = {
    whole: sums(null),
    ...{ regime: sums('regime'), locale: sums('locale'), notice: sums('notice'), purpose: sums('purpose') },
  }
  const countedSites = all('counted-sites', `SELECT DISTINCT site ${counted} ORDER BY site LIMIT 1000`)
  const isCounted = one(
    'is-counted',
    `SELECT 1 AS counted FROM latchkey.counts
    WHERE notice = $1 AND ($2::text[] IS NULL OR site = ANY ($2)) LIMIT 1`,
  )
  const tokens = all('tokens', 'SELECT * FROM latchkey.tokens ORDER BY created, hash')
  const token = one('token', 'SELECT * FROM latchkey.tokens WHERE hash = $1')
  const accesses = all(
    'accesses',
    'SELECT at, who, what, entries FROM latchkey.accesses ORDER BY number DESC LIMIT $1',
  )
  const setting = one('setting', 'SELECT value FROM latchkey.settings WHERE name = $1')
  return {
    head: async () => headOf(await head()),
    headCovering: async (seq) => headOf(await headCovering(seq)),
    heads: async (after, upTo) => (await heads(after, upTo)).flatMap((row) => headOf(row) ?? []),
    stray: async (size) => strayOf(await ends(), size),
    tile: async (level, index) => bytesOf((await tile(level, index))?.hashes),
    entries: async (from, to) => (await entries(from, to)).map(entryOf),
    recordById: async (site, id) => recordOf(await recordById(site, id)),
    // Ids are hexadecimal digits and dashes: everything that begins so lies below the code and a tilde.
    recordsByCode: async (code, limit) =>
      (await recordsByCode(code, `${code}~`, limit)).flatMap((row) => recordOf(row) ?? []),
    recordsOf: async (subject, most) =>
      (await recordsOf(subject, most ?? null)).flatMap((row) => recordOf(row) ?? []).reverse(),
    placesOf: async (subjects, after, limit, sites = null) =>
      (await placesOf(subjects, after, limit, sites)).map(({ seq }) => numberOf(seq)),
    recordsBefore: async (received, limit, choice) =>
      (await recordsBefore(received, limit, choice?.sites ?? null, choice?.except ?? false)).map(({ seq }) =>
        numberOf(seq),
      ),
    subjectKey: async (subject) => keyOf(await subjectKey(subject)),
    subjectsNotUnder: async (kek, limit) =>
      (await subjectsNotUnder(kek, limit)).map(({ subject }) => textOf(subject)),
    isNamed: async (digest, sites = null) => (await isNamed(digest, sites)) !== undefined,
    documentsOf: async (from, to, sites) =>
      (await documentsOf(from, to, sites)).map(({ digest }) => textOf(digest)),
    document: async (digest) => documentOf(await document(digest)),
    counts: async (from, to, sites) => (await counts(from, to, sites)).map(countOf),
    countSums: async ({ from, to, sites, by, where = {} }) => {
      const { regime = null, locale = null, notice = null } = where
      return (await countSums[by ?? 'whole'](from, to, sites, regime, locale, notice)).map((row) =>
        sumOf(row, by),
      )
    },
    countedSites: async (from, to, sites) =>
      (await countedSites(from, to, sites)).map(({ site }) => textOf(site)),
    isCounted: async (notice, sites) => (await isCounted(notice, sites)) !== undefined,
    tokens: async () => (await tokens()).flatMap((row) => tokenOf(row) ?? []),
    token: async (hash) => tokenOf(await token(hash)),
    accesses: async (limit) => (await accesses(limit)).map(accessOf),
    setting: async (name) => {
      const row = await setting(name)
      return row ? textOf(row.value) : null
    },
  }
}
