import { transportContract } from '@latchkey/testkit/transport'
import { describe, it, vi } from 'vitest'
import { beaconTransport } from './beacon-transport.ts'
import { consoleTransport } from './console-transport.ts'
import { customTransport } from './custom-transport.ts'
import { fakeLedger } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'
import type { Transport } from './transport.ts'

/** Every transport of ours, in front of the same receiver. */
const transports: Readonly<Record<string, (fetch: typeof globalThis.fetch) => Transport>> = {
  fetchTransport: (fetch) => fetchTransport('/l', { fetch }),
  customTransport: (fetch) =>
    customTransport('own', {
      async send(records, { site, secret }) {
        const body = JSON.stringify({ site, secret, records, notices: [] })
        const response = await fetch('/own', { method: 'POST', body })
        if (!response.ok) return { ok: false, retry: true }
        return (await response.json()).results ? { ok: true, ...(await response.json()) } : (7 as never)
      },
    }),
  // What it is given is a copy: it counts for nothing.
  consoleTransport: (fetch) => ({
    ...consoleTransport(),
    async send(records, sending) {
      await fetchTransport('/l', { fetch }).send(records, sending)
      return consoleTransport().send(records, sending)
    },
  }),
  beaconTransport: (fetch) =>
    beaconTransport('/l', {
      beacon(url, body) {
        void fetch(url, { method: 'POST', body })
        return true
      },
    }),
}

describe.each(Object.keys(transports))('%s', (name) => {
  vi.spyOn(console, 'info').mockImplementation(() => {})
  const checks = transportContract({
    make() {
      const ledger = fakeLedger()
      const transport = transports[name]?.(ledger.fetchFrom({ isGone: () => false }))
      if (!transport) throw new Error('no such transport')
      return {
        transport,
        stored: () => [...ledger.stored.values()],
        given: () => ledger.requests.reduce((sum, { body }) => sum + body.records.length, 0),
        set(mood, refuses) {
          ledger.mood = mood === 'broken' ? { status: 500 } : mood === 'refusing' ? 'up' : mood
          if (refuses) ledger.refuses.add(refuses)
        },
      }
    },
  })
  for (const { title, run } of checks) it(title, run)
})
