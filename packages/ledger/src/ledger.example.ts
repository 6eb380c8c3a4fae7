import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBase64 } from '@latchkey/log'
import { writeRecord } from '@latchkey/record'
import { onTestFinished } from 'vitest'
import { createLedger, type Ledger, type LedgerOptions, type Peer } from './create-ledger.ts'
import { checkpointFile } from './log/kept-checkpoint.ts'
import { signingKey } from './log/signing-key.ts'
import { sqliteStore } from './store/sqlite-store.ts'
import { createVault } from './vault/vault.ts'

export const sha256Hex = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')
export const secretOf = (name: string) => sha256Hex(name).slice(0, 32)
export const NOTICE = '{"title":"Your choice"}'
export const TOKEN = 'export-token-of-the-tests'
export const key = signingKey(toBase64(new Uint8Array(32).fill(7)))
export const vault = createVault([toBase64(new Uint8Array(32).fill(9))])

/** A record of the subject that holds this secret. */
export function recordOf(
  secret: string,
  n = 0,
  previous: string | null = null,
  id: string = randomUUID(),
): string {
  return writeRecord({
    v: 1,
    id,
    site: 'shop.example',
    subject: sha256Hex(secret),
    n,
    previous,
    at: 1_795_219_200_000,
    event: 'decided',
    choices: { analytics: 'granted', marketing: 'denied' },
    withdrawn: [],
    via: 'banner',
    trusted: true,
    place: 'DE',
    placeBy: 'server',
    regime: 'eu',
    table: null,
    gpc: null,
    policy: `policy of ${secret}`,
    notice: sha256Hex(NOTICE),
    locale: 'de',
    ui: '0.1.0',
  })
}

/** So many records of one subject, each naming the one before. */
export function chainOf(secret: string, length: number): string[] {
  const records: string[] = []
  for (let n = 0; n < length; n++) {
    const before = records.at(-1)
    records.push(recordOf(secret, n, before === undefined ? null : sha256Hex(before)))
  }
  return records
}

/** A folder that goes when the test ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export interface Setting {
  readonly ledger: Ledger
  readonly file: string
  post(secret: string, records: readonly string[], more?: object): Promise<Response>
  get(path: string, token?: string): Promise<Response>
  exportLines(query?: string): Promise<string[]>
}

/** A ledger on SQLite in a folder, spoken to as over HTTP. */
export async function ledgerIn(
  path: string,
  options: Partial<LedgerOptions> = {},
  peer?: Peer,
): Promise<Setting> {
  const file = join(path, 'ledger.db')
  const ledger = await createLedger({
    store: sqliteStore(file),
    key,
    vault,
    kept: checkpointFile(`${file}.checkpoint`),
    adminToken: TOKEN,
    now: () => 1_795_219_201_000,
    ...options,
  })
  onTestFinished(() => ledger.close())
  const get = (to: string, token?: string) =>
    ledger.fetch(
      new Request(`http://ledger.test${to}`, token ? { headers: { authorization: `Bearer ${token}` } } : {}),
      peer,
    )
  return {
    ledger,
    file,
    get,
    post: (secret, records, more = {}) =>
      ledger.fetch(post({ site: 'shop.example', secret, records, ...more }), peer),
    async exportLines(query = '') {
      const response = await get(`/v1/export${query}`, TOKEN)
      return (await response.text()).split('\n').slice(0, -1)
    },
  }
}

export function post(body: unknown, headers: Record<string, string> = {}): Request {
  return new Request('http://ledger.test/v1/records', {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

export const remove = (token: string) =>
  new Request('http://ledger.test/v1/subject', {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  })
