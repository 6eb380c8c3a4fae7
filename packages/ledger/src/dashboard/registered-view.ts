import type { Holder } from '../access/tokens.ts'
import { type RegisteredDocument, registeredAs } from '../records/registered.ts'
import type { LogReader } from '../store/store.ts'
import type { CheckedRecord } from './check-record.ts'
import { foreign, type Html, html } from './html.ts'
import { table } from './table.ts'
import { plural, timeInWords } from './words.ts'

/** What is registered under the names that a record carries, as far as a holder may see it. */
export interface RegisteredOfRecord {
  readonly site: string
  /** When the record arrived. */
  readonly received: number
  readonly policy: UnderName
  readonly build: UnderName
}

interface UnderName {
  readonly name: string
  readonly documents: readonly RegisteredDocument[]
}

/** A build has more files than anybody wants to scroll past. */
const FEW = 8

/** Looks up a record's policy and build (RE-4); `null` if it cannot be read. */
export async function readRegistered(
  read: LogReader,
  { sites }: Holder,
  { record, stored: { site, received } }: CheckedRecord,
): Promise<RegisteredOfRecord | null> {
  if (record === null) return null
  const everySite = sites === null
  const under = async (name: string) => ({
    name,
    documents: await registeredAs(read, name, { site, everySite }),
  })
  return { site, received, policy: await under(record.policy), build: await under(record.ui) }
}

/** Beside the words that were on the screen: the configuration and the build that put them there. */
export function registeredView(base: string, registered: RegisteredOfRecord | null): Html | null {
  if (registered === null) return null
  const { policy, build } = registered
  return html`<section class="card"><h2>What was in force</h2>
<h3>What was registered for this policy</h3>${documentsView(base, registered, policy, 'policy')}
<h3>What was registered for this build</h3>${documentsView(base, registered, build, 'build')}
<p class="hint">Registered by the shop or whoever runs the ledger, under the name that the record carries. That it was in force then is their word; that it has not changed since, its SHA-256 says.</p></section>`
}

function documentsView(
  base: string,
  { site, received }: RegisteredOfRecord,
  { name, documents }: UnderName,
  kind: 'policy' | 'build',
): Html {
  if (documents.length === 0)
    return html`<p>Nothing is registered for the ${kind} ${foreign(name)} of ${foreign(site)}.</p>`
  const list = table({
    caption: `Registered for the ${kind} ${name}`,
    head: ['File', 'Registered', 'SHA-256'],
    rows: documents.map(({ file, digest, registered }) => [
      html`<a href="${base}/find/document?${new URLSearchParams({ site, as: name, digest }).toString()}">${foreign(file)}</a>`,
      html`${timeInWords(registered)}${registered > received ? html`<div class="soft small">after this record arrived</div>` : null}`,
      html`<code>${digest.slice(0, 12)}…</code>`,
    ]),
  })
  if (documents.length <= FEW) return list
  return html`<details><summary>${plural(documents.length, 'file')}</summary>${list}</details>`
}
