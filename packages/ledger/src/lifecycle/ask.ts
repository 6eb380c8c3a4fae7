import { concat, fromUtf8 } from '@latchkey/log'

export interface Asked {
  readonly status: number
  readonly headers: Headers
  /** UTF-8 up to the limit; `null` if it is longer, or something else. */
  readonly text: string | null
}

export interface AskOptions {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
  /** Milliseconds for all of it. */
  readonly timeout: number
}

/** More than any signed note. */
const LIMIT = 200_000

/**
 * Asks a server that is taken as hostile: no redirects, no cookies, bounded in time and length. `null` if there was no
 * answer.
 */
export async function ask(
  address: string,
  { method, headers = {}, body, timeout }: AskOptions,
): Promise<Asked | null> {
  try {
    const response = await fetch(address, {
      ...{ method, headers, redirect: 'manual', credentials: 'omit', cache: 'no-store' },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeout),
    })
    return { status: response.status, headers: response.headers, text: await textUpTo(response, LIMIT) }
  } catch {
    return null // no connection, no answer in time, or a torn one: all the same to whoever asked
  }
}

/** An address that may be asked: https, or this machine. Throws a sentence. */
export function checkedAddress(address: string, what: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  const local = url !== null && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (
    !url ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && local)) ||
    url.username ||
    url.hash
  ) {
    throw new Error(`[ledger] ${what}: expected an https address without a name and password in it.`)
  }
  return address
}

async function textUpTo(response: Response, limit: number): Promise<string | null> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length
    if (length > limit) {
      await reader?.cancel()
      return null
    }
    parts.push(read.value)
  }
  return fromUtf8(concat(...parts))
}
