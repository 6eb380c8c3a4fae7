import type { Holder } from '../access/tokens.ts'
import type { Job } from '../log/commit-queue.ts'
import { addSites } from './document-sites.ts'
import { type RegisteredNow, registerDocuments } from './registered.ts'

export interface KeptDocument {
  readonly holder: Holder
  readonly sites: readonly string[]
  readonly digest: string
  readonly document: Uint8Array
  /** The policy or build of records that it belongs to; `null`: it is kept under its digest alone. */
  readonly under: { readonly name: string; readonly file: string } | null
  readonly now: () => number
}

export type KeptOutcome = Pick<RegisteredNow, 'status'> | { readonly problem: string }

/** Keeps a document for its sites. Under a name, it is written down who said so, in the same commit (threat model G6). */
export function keepDocument(kept: KeptDocument): Job<KeptOutcome> {
  const { holder, sites, digest, document, under, now } = kept
  return async ({ writer }) => {
    if (under === null) {
      const added = await writer.addDocument({ digest, document, registered: true })
      const isNews = await addSites(writer, digest, sites)
      // Whether another tenant has it, too, is not said.
      const status = (holder.sites === null ? added : isNews) ? 'stored' : 'duplicate'
      return () => ({ status })
    }
    const { name, file } = under
    const at = now()
    const result = await registerDocuments(writer, { name, sites, documents: [{ file, document }] }, at)
    if (!result.ok) return () => ({ problem: result.problem })
    const [{ status } = { status: 'duplicate' as const }] = result.documents
    if (status === 'stored')
      await writer.addAccess({ at, who: holder.name, what: 'registered a document', entries: 1 })
    return () => ({ status })
  }
}
