import { batchOf } from './batch.ts'
import type { Entry } from './entry.ts'
import type { Platform } from './platform.ts'
import type { Transport } from './transport.ts'

export interface LastResortOptions {
  readonly site: string
  readonly transports: readonly Transport[]
  readonly platform: Pick<Platform, 'document'>
}

/**
 * Hands records that an ordinary transport could not even start to send to those of last resort, while the page is left.
 * Whatever they answer, the records stay in the outbox: nobody can tell whether they arrived (threat model D1).
 */
export function lastResort({
  site,
  transports,
  platform,
}: LastResortOptions): (entries: readonly Entry[]) => void {
  const lifeboats = transports.filter((transport) => transport.lastResort)
  const tried = new Set<string>()
  return (entries) => {
    if (!lifeboats.length || platform.document.visibilityState !== 'hidden') return
    const left = entries.filter(({ record }) => !tried.has(record.id))
    const batch = batchOf(left, new Set(), new Set())
    const [first] = batch.entries
    if (!first) return
    for (const { record } of batch.entries) tried.add(record.id)
    const texts = batch.entries.map(({ text }) => text)
    const { signal } = new AbortController()
    for (const transport of lifeboats) {
      const sending = { site, secret: first.secret, notices: batch.notices, leaving: true, signal }
      const send = async () => transport.send(texts, sending)
      send().catch(() => {}) // the records wait, as they do anyway
    }
  }
}
