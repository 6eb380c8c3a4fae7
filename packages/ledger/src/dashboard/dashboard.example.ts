import { randomUUID } from 'node:crypto'
import { type ConsentRecord, writeRecord } from '@latchkey/record'
import type { Role } from '../access/roles.ts'
import type { Ledger, LedgerOptions } from '../create-ledger.ts'
import { folder, ledgerIn, NOTICE, post, secretOf, sha256Hex, TOKEN } from '../ledger.example.ts'

export const HERE = 'http://ledger.test'
export const NOW = 1_795_219_201_000

/** A record of the subject of this name, as a shopper in Germany makes it, but for what is said otherwise. */
export function recordFor(name: string, more: Partial<ConsentRecord> = {}): string {
  return writeRecord({
    v: 1,
    id: randomUUID(),
    site: 'shop.example',
    subject: sha256Hex(secretOf(name)),
    n: 0,
    previous: null,
    at: NOW - 1000,
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
    policy: 'one',
    notice: sha256Hex(NOTICE),
    locale: 'de',
    ui: '0.1.0',
    ...more,
  })
}

/** Somebody at a browser: keeps cookies, reads the form's token off the page, goes where it is sent. */
export interface Officer {
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** The text of a page that has to be there. */
  page(path: string): Promise<string>
  /** Sends a form from the page `from`. */
  send(from: string, path: string, fields?: Record<string, string>): Promise<Response>
  /** Sends just this. */
  raw(path: string, init: RequestInit): Promise<Response>
  readonly cookie: string
}

export interface Desktop {
  readonly ledger: Ledger
  readonly file: string
  records(
    name: string,
    records: readonly string[],
    more?: { site?: string; notices?: string[] },
  ): Promise<void>
  /** Registers texts by file name, as a shop's server does. */
  register(order: {
    name: string
    documents: Record<string, string>
    sites?: readonly string[]
  }): Promise<void>
  signIn(token: string, origin?: string): Promise<Officer>
  /** A new token of this role. */
  token(role: Role, sites?: readonly string[]): Promise<string>
  /** Somebody of this role, signed in. */
  officer(role: Role, sites?: readonly string[]): Promise<Officer>
}

export async function desktop(options: Partial<LedgerOptions> = {}): Promise<Desktop> {
  const { ledger, file } = await ledgerIn(folder(), options)
  const base = options.base ?? ''
  const signIn = async (token: string, origin = HERE): Promise<Officer> => {
    const answer = await ledger.fetch(form('/sign-in', { access: token }, { origin }))
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
    const raw = (path: string, init: RequestInit) => {
      const headers = new Headers(init.headers)
      if (!headers.has('cookie')) headers.set('cookie', cookie)
      return ledger.fetch(new Request(HERE + base + path, { ...init, headers }))
    }
    const get = (path: string, headers: Record<string, string> = {}) => raw(path, { headers })
    const page = async (path: string) => {
      const response = await get(path)
      const text = await response.text()
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`)
      return text
    }
    return {
      get,
      page,
      raw,
      cookie,
      async send(from, path, fields = {}) {
        const token = /name="token" value="([^"]+)"/.exec(await (await get(from)).text())?.[1] ?? ''
        const { method, headers, body } = form(path, { token, ...fields }, { origin })
        return raw(path, { method, headers, body: await new Response(body).text() })
      },
    }
  }
  const form = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    new Request(HERE + base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  const token = async (role: Role, sites: readonly string[] = []) => {
    const admin = await signIn(TOKEN)
    const page = await (
      await admin.send('/tokens', '/tokens', { name: `a ${role}`, role, sites: sites.join(','), days: '30' })
    ).text()
    return /id="new-token">(lk_[\w-]+)</.exec(page)?.[1] ?? ''
  }
  return {
    ledger,
    file,
    signIn,
    token,
    officer: async (role, sites) => signIn(await token(role, sites)),
    async register({ name, documents, sites = [] }) {
      for (const [file, body] of Object.entries(documents)) {
        const query = new URLSearchParams([
          ...[
            ['as', name],
            ['file', file],
          ],
          ...sites.map((site) => ['site', site]),
        ])
        const address = `${HERE}${base}/v1/documents/${sha256Hex(body)}?${query}`
        const headers = { authorization: `Bearer ${TOKEN}` }
        const answer = await ledger.fetch(new Request(address, { method: 'PUT', headers, body }))
        if (answer.status !== 201) throw new Error(`not registered: ${answer.status} ${await answer.text()}`)
      }
    },
    async records(name, records, { site = 'shop.example', notices } = {}) {
      for (let at = 0; at < records.length; at += 50) {
        const body = {
          site,
          secret: secretOf(name),
          records: records.slice(at, at + 50),
          ...(notices && at === 0 ? { notices } : {}),
        }
        const request = post(body)
        const answer = await ledger.fetch(base ? new Request(`${HERE}${base}/v1/records`, request) : request)
        const { results } = JSON.parse(await answer.text())
        const wrong = results?.find(({ status }: { status: string }) => status !== 'stored')
        if (!results || wrong) throw new Error(`not stored: ${JSON.stringify(wrong ?? answer.status)}`)
      }
    },
  }
}
