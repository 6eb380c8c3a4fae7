import { concat, fromUtf8 } from '@latchkey/log'

export type BodyText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly problem: string }

const TYPES = /^(?:text\/plain|application\/json)(?:\s*;\s*charset="?utf-8"?)?$/i

/** Reads a body, stopping at `limit` bytes: nothing is parsed, or even kept, beyond it (threat model F1). */
export async function readBody(request: Request, limit: number): Promise<BodyText> {
  if (!TYPES.test(request.headers.get('content-type')?.trim() ?? '')) {
    return refuse(415, 'content-type: expected text/plain or application/json, UTF-8')
  }
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    return refuse(415, 'content-encoding: expected none')
  }
  const bytes = await readBytes(request, limit)
  if (bytes === 'torn') return refuse(400, 'body: expected all of it')
  if (bytes === 'long') return refuse(413, 'body: expected at most 64 KiB')
  const text = fromUtf8(bytes)
  return text === null ? refuse(400, 'body: expected UTF-8') : { ok: true, text }
}

/** The bytes of a body; `long` beyond the limit, `torn` if the sender hung up. Encodings are taken as they are. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array | 'long' | 'torn'> {
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > limit) return 'long'
  // Whoever hangs up in the middle is told nothing, but it is no fault of ours.
  const bytes = await bytesUpTo(request, limit, announced !== null).catch(() => undefined)
  return bytes === undefined ? 'torn' : (bytes ?? 'long')
}

async function bytesUpTo(request: Request, limit: number, announced: boolean): Promise<Uint8Array | null> {
  if (announced) {
    // The HTTP server holds the sender to the announced length; reading at once is several times faster.
    const bytes = new Uint8Array(await request.arrayBuffer())
    return bytes.length <= limit ? bytes : null
  }
  const parts: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length
    if (length > limit) {
      await reader?.cancel()
      return null
    }
    parts.push(read.value)
  }
  return concat(...parts)
}

function refuse(status: 400 | 413 | 415, problem: string): BodyText {
  return { ok: false, status, problem }
}
