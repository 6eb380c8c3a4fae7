// Takes consent records at POST /latchkey/v1/records and keeps each as a line of a file. RECORDS=… PORT=… node server.js
import { createHash } from 'node:crypto'
import { existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import express from 'express'

const file = process.env.RECORDS ?? 'records.jsonl'
const found = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
const whole = found.subarray(0, found.lastIndexOf('\n') + 1)
if (whole.length < found.length) truncateSync(file, whole.length) // torn by a kill, never acknowledged
const lines = String(whole).split('\n').slice(0, -1)
const places = new Map(lines.map((line, seq) => [JSON.parse(line).id, seq]))
const open = openSync(file, 'a')
const sha256 = (text, form) => createHash('sha256').update(text).digest(form)

function take(text, secret) {
  const { id, subject } = JSON.parse(text)
  if (typeof id !== 'string' || subject !== sha256(secret, 'hex')) return { id: null, status: 'rejected' }
  const seq = places.get(id) ?? lines.length
  const line = JSON.stringify({ id, record: text }) // the exact bytes: their digest is what the next record names
  if (lines[seq] && lines[seq] !== line) return { id, status: 'conflict' }
  if (!lines[seq]) writeSync(open, `${line}\n`)
  places.set(id, seq)
  const status = lines[seq] ? 'duplicate' : 'stored'
  lines[seq] = line
  const leaf = sha256(text, 'base64')
  return { id, status, receipt: { record: id, seq, leaf, checkpoint: `own receiver\n${seq}\n${leaf}\n` } }
}

const app = express()
app.post('/latchkey/v1/records', express.text({ type: () => true, limit: '64kb' }), (request, response) => {
  const { secret, records } = JSON.parse(request.body)
  const results = records.map((text) => take(text, secret))
  fsyncSync(open) // on the disk before it is said to be
  response.json({ results })
})
app.use((error, _request, response, _next) => {
  const theirs =
    error.status ?? (error instanceof SyntaxError || error instanceof TypeError ? 400 : undefined)
  response.status(theirs ?? 503).json({ problem: theirs ? 'body' : 'later' }) // a full disk is not the browser's fault
})
const server = app.listen(process.env.PORT ?? 8788, '127.0.0.1', () => console.log(server.address().port))
