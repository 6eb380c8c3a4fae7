import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  cosignedMessage,
  openCheckpoint,
  parseNote,
  type VerifierKey,
  verifyConsistency,
} from '@latchkey/log'
import { onTestFinished } from 'vitest'

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void | Promise<void>

/** A real server on this machine; its address. */
export async function serverOf(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part) => {
      body += part
    })
    request.on('end', () => void answer(request, body, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export interface Shelf {
  note: string | null
  /** Requests that it saw. */
  readonly seen: string[]
}

const etagOf = (note: string) => `"${createHash('sha256').update(note).digest('hex').slice(0, 16)}"`

/** A server that keeps one checkpoint and compares before it swaps, as RFC 9110 §13.1 says. */
export function shelf(note: string | null = null): Shelf & { readonly answer: Answer } {
  const kept: Shelf = { note, seen: [] }
  return Object.assign(kept, {
    answer(request: IncomingMessage, body: string, response: ServerResponse) {
      kept.seen.push(`${request.method} ${request.headers.authorization ?? ''}`)
      const etag = kept.note === null ? null : etagOf(kept.note)
      if (request.method === 'GET') {
        if (etag === null) return void response.writeHead(404).end()
        return void response.writeHead(200, { etag }).end(kept.note)
      }
      const { 'if-match': match, 'if-none-match': none } = request.headers
      const fits = none === '*' ? etag === null : match === etag
      if (!fits) return void response.writeHead(412).end()
      kept.note = body
      response.writeHead(204, { etag: etagOf(body) }).end()
    },
  })
}

/** A witness's key, and how it signs. */
export function cosigner(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const typed = Buffer.concat([Buffer.from([4]), raw])
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4)
  return {
    vkey: `${name}+${id.toString('hex')}+${typed.toString('base64')}`,
    line(text: string, time: number) {
      const stamp = Buffer.alloc(8)
      stamp.writeBigUInt64BE(BigInt(time))
      const signature = signBytes(null, cosignedMessage(time, text), privateKey)
      return `— ${name} ${Buffer.concat([id, stamp, signature]).toString('base64')}`
    },
  }
}

export interface StandIn {
  readonly vkey: string
  /** What it saw last of the log. */
  size: number
  root: Uint8Array
  readonly requests: string[]
  readonly answer: Answer
}

/** A witness written from the C2SP text: `POST /add-checkpoint` of tlog-witness v1.0.0. */
export function standInWitness(name: string, log: () => VerifierKey): StandIn {
  const own = cosigner(name)
  const witness: StandIn = {
    ...{ vkey: own.vkey, size: 0, root: new Uint8Array(32), requests: [] },
    async answer(request, body, response) {
      witness.requests.push(body.split('\n')[0] ?? '')
      const split = body.indexOf('\n\n')
      const [first = '', ...lines] = body.slice(0, split).split('\n')
      const signed = body.slice(split + 2)
      const [, digits] = /^old (0|[1-9]\d*)$/.exec(first) ?? []
      if (request.url !== '/add-checkpoint' || split < 0 || digits === undefined || lines.length > 63)
        return void response.writeHead(400).end()
      const checkpoint = await openCheckpoint(signed, [log()])
      if (!checkpoint) return void response.writeHead(403).end()
      const old = Number(digits)
      if (old > checkpoint.size) return void response.writeHead(400).end()
      if (old !== witness.size)
        return void response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${witness.size}\n`)
      const { size, root } = checkpoint
      const proof = lines.map((line) => new Uint8Array(Buffer.from(line, 'base64')))
      const fits = verifyConsistency({ from: old, to: size, fromRoot: witness.root, toRoot: root, proof })
      if (!fits) return void response.writeHead(422).end()
      Object.assign(witness, { size, root })
      const time = 1_795_219_200 + witness.requests.length
      response.writeHead(200).end(`${own.line(parseNote(signed)?.text ?? '', time)}\n`)
    },
  }
  return witness
}
