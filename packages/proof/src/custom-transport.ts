import type { Delivery, Sending, Transport } from './transport.ts'

export interface CustomTransportOptions extends Pick<Transport, 'copy'> {
  /**
   * Sends the records and says what became of them. What it throws or rejects with, and any answer that is no
   * delivery, is a try that failed: the records stay and go again.
   */
  readonly send: (records: readonly string[], sending: Sending) => Delivery | Promise<Delivery>
}

/**
 * Makes a transport of a function, with the duties that are easily forgotten: it never throws, and says only what is
 * known.
 *
 * @param name Stands in problems (`C302`).
 * @throws TypeError at set-up, if `name` is empty or `send` is not a function.
 * @example
 * const queue = customTransport('queue', {
 *   async send(records, { site, secret, signal }) {
 *     const response = await fetch('/queue', { method: 'POST', body: JSON.stringify({ site, secret, records }), keepalive: true, signal })
 *     return response.ok ? { ok: true, results: await response.json() } : { ok: false, retry: response.status >= 500 }
 *   },
 * })
 */
export function customTransport(name: string, { send, copy }: CustomTransportOptions): Transport {
  if (typeof name !== 'string' || !name || typeof send !== 'function')
    throw new TypeError(`[proof] customTransport: expected a name and a function, got ${name} and ${send}.`)
  return {
    name,
    copy,
    // `async` turns what is thrown into a rejection, yet starts the work at once.
    send: async (records, sending) => {
      try {
        const delivery: Partial<Delivery> = await send(records, sending)
        if (delivery.ok === true && Array.isArray(delivery.results)) return delivery as Delivery
        if (delivery.ok === false)
          return { ok: false, retry: delivery.retry !== false, after: positive(delivery.after) }
      } catch {
        // a failed try like any other: the outbox keeps everything
      }
      return { ok: false, retry: true }
    },
  }
}

function positive(after: unknown): number | undefined {
  return typeof after === 'number' && after > 0 ? after : undefined
}
