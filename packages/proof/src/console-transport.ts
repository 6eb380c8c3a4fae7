import type { Transport } from './transport.ts'

/**
 * Shows every record in the developer's console, without the subject's secret. A copy only: with no other transport,
 * decisions are kept on this device.
 *
 * @example
 * proof({ site, ui, report, transports: [fetchTransport('/latchkey'), isDevelopment && consoleTransport()] })
 */
export function consoleTransport(): Transport {
  return {
    name: 'console',
    copy: true,
    async send(records) {
      for (const text of records) console.info('[proof] record', readable(text))
      return { ok: true, results: [] }
    },
  }
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // whatever it is, a developer wants to see it
  }
}
