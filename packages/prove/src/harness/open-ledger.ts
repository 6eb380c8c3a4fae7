import {
  checkpointFile,
  createLedger,
  erasureJournal,
  type Ledger,
  signingKeyFile,
  sqliteStore,
  vaultFile,
} from '@latchkey/ledger'
import { TOKEN } from './ledger-process.ts'

export interface OpenedLedger {
  readonly vkey: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The whole log as JSON Lines. */
  export(): Promise<string>
  close(): Promise<void>
}

/** Opens a ledger in this process, on the files that `latchkey ledger serve --db` makes. Rejects as that refuses. */
export async function openLedger(db: string): Promise<OpenedLedger> {
  const store = sqliteStore(db)
  let ledger: Ledger
  try {
    ledger = await createLedger({
      store,
      key: signingKeyFile(`${db}.key`),
      vault: vaultFile(`${db}.kek`),
      kept: checkpointFile(`${db}.checkpoint`),
      journal: erasureJournal(`${db}.erasures`),
      adminToken: TOKEN,
    })
  } catch (error) {
    await store.close()
    throw error
  }
  const ask = (path: string, init?: RequestInit) => ledger.fetch(new Request(`http://localhost${path}`, init))
  return {
    vkey: ledger.vkey,
    fetch: ask,
    async export() {
      const response = await ask('/v1/export?format=jsonl', { headers: { authorization: `Bearer ${TOKEN}` } })
      if (!response.ok) throw new Error(`[prove] export: expected 200, got ${response.status}.`)
      return response.text()
    },
    close: () => ledger.close(),
  }
}

/** Sends one body in. */
export async function post(ledger: OpenedLedger, body: string): Promise<Response> {
  return ledger.fetch('/v1/records', { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
}
