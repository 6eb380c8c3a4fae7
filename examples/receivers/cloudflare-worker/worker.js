// Takes consent records at POST /latchkey/v1/records and keeps each as a row of a D1 database, bound as DB:
//   CREATE TABLE records (seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, record TEXT NOT NULL)
const digest = async (text) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

async function take(db, text, secret) {
  const { id, subject } = JSON.parse(text)
  if (typeof id !== 'string' || subject !== hex(await digest(secret))) return { id: null, status: 'rejected' }
  const { meta } = await db
    .prepare('INSERT INTO records (id, record) VALUES (?, ?) ON CONFLICT (id) DO NOTHING')
    .bind(id, text) // the exact bytes: their digest is what the next record names
    .run()
  const row = await db.prepare('SELECT seq, record FROM records WHERE id = ?').bind(id).first()
  if (row.record !== text) return { id, status: 'conflict' }
  const leaf = btoa(String.fromCharCode(...(await digest(text))))
  const receipt = { record: id, seq: row.seq, leaf, checkpoint: `own receiver\n${row.seq}\n${leaf}\n` }
  return { id, status: meta.changes ? 'stored' : 'duplicate', receipt }
}

export default {
  async fetch(request, { DB }) {
    const { pathname } = new URL(request.url)
    if (request.method !== 'POST' || pathname !== '/latchkey/v1/records')
      return new Response(null, { status: 404 })
    const body = await request.text()
    if (body.length > 65_536) return new Response(null, { status: 413 })
    try {
      const { secret, records } = JSON.parse(body)
      const results = []
      for (const text of records) results.push(await take(DB, text, secret))
      return Response.json({ results })
    } catch (error) {
      const theirs = error instanceof SyntaxError || error instanceof TypeError // not what the outbox sends
      return new Response(null, { status: theirs ? 400 : 503 }) // D1 is away: the outbox comes again
    }
  },
}
