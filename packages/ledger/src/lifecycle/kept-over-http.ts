import { away, type KeptCheckpoint, replaces } from '../log/kept-checkpoint.ts'
import { type Asked, ask, checkedAddress } from './ask.ts'

export interface KeptOverHttpOptions {
  /** Where the checkpoint lies: GET reads it, PUT with `If-Match` replaces it. https, or this machine. */
  readonly address: string
  /** Sent as `Authorization: Bearer`. @default none */
  readonly token?: string | undefined
  /** Milliseconds for one question. @default 5000 */
  readonly timeout?: number | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

interface Known {
  readonly note: string | null
  readonly etag: string | null
}

const TRIES = 4
/** How often what we know of the address is read again. */
const REREAD = 60_000

/**
 * Keeps the newest checkpoint at an address of somebody else's, by comparing and swapping (RFC 9110 §13.1): `GET`
 * answers 200 with the note and an `ETag`, or 404; `PUT` with `If-Match: <etag>`, or `If-None-Match: *` for the first,
 * answers 2xx, or 412 if something else lies there. Object stores that know conditional writes do so.
 *
 * The address is asked after every commit and before any answer to a browser. If it cannot be reached, browsers are told
 * to try again; if it refuses, loses what it kept, or swaps without comparing, the ledger stops.
 *
 * @example
 * const kept = keptOverHttp({ address: 'https://elsewhere.example/shop.checkpoint', token: process.env.LATCHKEY_KEEP_TOKEN })
 */
export function keptOverHttp(options: KeptOverHttpOptions): KeptCheckpoint {
  const { token, timeout = 5000, now = Date.now } = options
  const address = checkedAddress(options.address, 'kept checkpoint')
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  let known: Known | null = null
  let readAt = 0
  let proven = false
  /** The last that the address said it keeps. */
  let last: string | null = null

  const read = async (): Promise<Known> => {
    const answer = orAway(await ask(address, { method: 'GET', headers: authorization, timeout }))
    const { status, text, headers } = answer
    if (status !== 404 && (status !== 200 || text === null)) throw refused(status)
    const note = status === 200 ? text : null
    if (last !== null && note !== last && (note === null || replaces(note, last))) {
      throw new Error('[ledger] kept checkpoint: the address lost what it said it kept.')
    }
    readAt = now()
    return { note, etag: headers.get('etag') }
  }

  const put = async (note: string, condition: Readonly<Record<string, string>>): Promise<Asked> => {
    const headers = { ...authorization, ...condition, 'content-type': 'text/plain; charset=utf-8' }
    return orAway(await ask(address, { method: 'PUT', headers, body: note, timeout }))
  }

  /** Asks for a swap that must not happen: an address that swaps all the same protects from nothing. */
  const prove = async (note: string) => {
    const { status } = await put(note, { 'if-match': '"latchkey-compares-before-it-swaps"' })
    if (![404, 409, 412].includes(status)) {
      throw new Error(
        '[ledger] kept checkpoint: expected an address that compares before it swaps (412), got another.',
      )
    }
    proven = true
  }

  return {
    async read() {
      known = await read()
      return known.note
    },
    async advance(note, over) {
      for (let tries = 0; tries < TRIES; tries++) {
        if (!known || now() - readAt > REREAD) known = await read()
        if (!replaces(known.note, note, over)) return
        if (known.note !== null && known.etag === null)
          throw new Error('[ledger] kept checkpoint: expected an ETag with it, got none.')
        if (!proven) await prove(known.note ?? note)
        const condition = known.etag === null ? { 'if-none-match': '*' } : { 'if-match': known.etag }
        known = null
        const { status, headers } = await put(note, condition)
        if (status === 409 || status === 412) continue
        if (status < 200 || status > 299) throw refused(status)
        const first = last === null
        last = note
        const etag = headers.get('etag')
        // The first time we look whether it is there; later, once a minute.
        if (first) known = await read()
        else if (etag !== null) known = { note, etag }
        return
      }
      throw away('[ledger] kept checkpoint: it was changed by others again and again.')
    },
  }

  function orAway(answer: Asked | null): Asked {
    if (answer && answer.status < 500 && answer.status !== 429) return answer
    // What became of it is not known: the next time it is read first.
    known = null
    throw away('[ledger] kept checkpoint: its address did not answer.')
  }
}

function refused(status: number): Error {
  return new Error(`[ledger] kept checkpoint: its address refused it (${status}).`)
}
