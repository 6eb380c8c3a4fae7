import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkpointFile, createLedger, signingKeyFile, sqliteStore, vaultFile } from '@latchkey/ledger'
import type { ConsentRecord } from '@latchkey/record'

/** One request to the ledger, and what came of it. */
export interface LedgerRequest {
  readonly method: string
  readonly path: string
  readonly body: string
  /** `0`: hung up. */
  readonly status: number
}

type Outage = 'refused' | 'mute' | number

/** A real ledger, on SQLite in a folder of its own, that can be taken down and brought back. */
export interface LedgerUnderTest {
  readonly requests: readonly LedgerRequest[]
  /** Answers below `/latchkey`; `null`: hangs up. */
  answer(request: Request): Promise<Response | null>
  fetch(request: Request): Promise<Response>
  /**
   * `refused`: hangs up. `mute`: takes everything, and hangs up before it answers. A number: answers with that
   * status, and asks to come back in a second.
   */
  goDown(how: Outage): void
  comeBack(): void
  /** Every record, in the log's order. */
  records(): Promise<readonly ConsentRecord[]>
  /** Every notice document, by its digest. */
  notices(): Promise<ReadonlyMap<string, string>>
  /** The whole log as JSON Lines. */
  export(): Promise<string>
  /** Writes the export, or what you made of it, to a file and names it. */
  exportFile(text?: string): Promise<string>
  close(): Promise<void>
}

const TOKEN = 'a-token-for-tests-only-0123456789abcdef'
const BASE = '/latchkey'

export async function ledgerUnderTest(origin: string): Promise<LedgerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-ledger-'))
  const db = join(folder, 'ledger.db')
  const ledger = await createLedger({
    store: sqliteStore(db),
    key: signingKeyFile(`${db}.key`),
    vault: vaultFile(`${db}.kek`),
    kept: checkpointFile(`${db}.checkpoint`),
    base: BASE,
    adminToken: TOKEN,
  })
  const requests: LedgerRequest[] = []
  let down: Outage | null = null
  let files = 0

  async function answer(request: Request): Promise<Response | null> {
    const { method } = request
    const path = new URL(request.url).pathname.slice(BASE.length)
    const body = method === 'GET' ? '' : await request.clone().text()
    let response: Response | null = null
    if (down === null || down === 'mute') response = await ledger.fetch(request)
    else if (down !== 'refused')
      response = new Response(null, { status: down, headers: { 'retry-after': '1' } })
    if (down === 'mute') response = null
    requests.push({ method, path, body, status: response?.status ?? 0 })
    return response
  }

  async function exported(): Promise<string> {
    const response = await ledger.fetch(
      new Request(`${origin}${BASE}/v1/export?format=jsonl`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      }),
    )
    if (!response.ok) throw new Error(`[testkit] ledger.export: expected an export, got ${response.status}.`)
    return response.text()
  }

  async function lines(): Promise<readonly Record<string, unknown>[]> {
    return (await exported())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  return {
    requests,
    answer,
    fetch: (request) => ledger.fetch(request),
    goDown(how) {
      down = how
    },
    comeBack() {
      down = null
    },
    async records() {
      return (await lines())
        .filter(({ kind }) => kind === 'record')
        .map(({ record }) => JSON.parse(String(record)))
    },
    async notices() {
      const notices = (await lines()).filter(({ kind }) => kind === 'notice')
      return new Map(notices.map(({ digest, document }) => [String(digest), String(document)]))
    },
    export: exported,
    async exportFile(text) {
      files += 1
      const file = join(folder, `export-${files}.jsonl`)
      writeFileSync(file, text ?? (await exported()))
      return file
    },
    async close() {
      await ledger.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
