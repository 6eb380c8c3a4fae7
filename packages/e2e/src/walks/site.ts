import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { LedgerUnderTest, VendorNetwork } from '@latchkey/testkit/browser'
import { echo } from '../first-party/socket.ts'
import { prepare, rogue, type VendorSetup } from './in-page.ts'
import type { Decision } from './model.ts'
import type { Plan, PurposeId } from './steps.ts'

/** One request that reached a vendor. */
export interface Asked {
  readonly doc: number
  readonly purpose: PurposeId
  readonly why: string
  /** Whether the page said, when it made the request, that the purpose is granted. */
  readonly may: boolean
  /** Whether the guard stood then. */
  readonly guarded: boolean
  readonly number: number
}

/** What one walk's shop is to hold, and what has come in from its pages. */
export interface Visit {
  readonly origin: string
  readonly asked: readonly Asked[]
  /** First files of vendors that were asked for: they say no more than the shop they came from. */
  readonly loads: PurposeId[]
  /** What the ledger took, in the order of the device. */
  readonly records: readonly (Decision & { readonly n: number })[]
  /** What the browser said on each page. */
  readonly gpc: ReadonlyMap<number, boolean>
  /** What pages that are asked for from now on find: clock and signal. */
  set(surroundings: { offset: number; gpc: boolean }): void
  forget(): void
}

export interface Site {
  visit(plan: Plan): Visit
}

/** Where each vendor is and what it leaves: the hosts and keys that our services declare. */
export const VENDORS: Readonly<Record<PurposeId, VendorSetup>> = {
  analytics: {
    purpose: 'analytics',
    host: 'k.clarity.ms',
    cookies: ['_clck', '_clsk'],
    local: [],
    session: ['_cltk'],
  },
  marketing: {
    purpose: 'marketing',
    host: 'www.facebook.com',
    cookies: ['_fbp', '_fbc'],
    local: [],
    session: [],
  },
  personalisation: {
    purpose: 'personalisation',
    host: 'tags.rogue.example',
    cookies: ['rogue_id'],
    local: ['rogue_profile'],
    session: ['rogue_visit'],
  },
}

/** On no list of the guard's: only the gate of marked elements keeps these off. */
const MARKED = 'marked.acme.example'

const CONFIG = {
  controller: 'Linden & Oak GmbH',
  privacy: '/privacy',
  records: '/latchkey',
  origins: [`https://${MARKED}`],
  purposes: {
    analytics: 'clarity:abcdefghij',
    marketing: 'meta-pixel:123456789012345',
    personalisation: {
      services: {
        service: 'gtm',
        id: 'GTM-LINDEN1',
        hosts: ['*.rogue.example'],
        keys: [
          { kind: 'cookie', name: 'rogue_*' },
          { kind: 'local', name: 'rogue_*' },
          { kind: 'session', name: 'rogue_*' },
        ],
      },
    },
  },
}

/** First files of vendors: our services ask for these. */
const FIRST: readonly (readonly [host: string, path: RegExp, purpose: PurposeId])[] = [
  ['www.clarity.ms', /^\/tag\//, 'analytics'],
  ['connect.facebook.net', /fbevents/, 'marketing'],
  ['www.googletagmanager.com', /^\/gtm\.js/, 'personalisation'],
]

export function markedAddress(doc: number, purpose: PurposeId, name: string): string {
  return `https://${MARKED}/marked?mark=${encodeURIComponent(`${doc} ${purpose} marked-${name} 0 - -`)}`
}

/** The shop of every walk, each on a host of its own, and the vendors that misbehave. */
export function serveSite(network: VendorNetwork, ledger: LedgerUnderTest, sdk: string): Site {
  const files = new Map(
    readdirSync(sdk)
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, readFileSync(join(sdk, name))]),
  )
  const visitsByDoc = new Map<number, { asked: Asked[] }>()
  const visitsByOrigin = new Map<string, { loads: PurposeId[] }>()
  let docs = 0
  let walks = 0

  function note(text: string): void {
    const [doc = '', purpose = '', why = '', number = '', may, guarded] = text.split(' ')
    visitsByDoc.get(Number(doc))?.asked.push({
      doc: Number(doc),
      purpose: purpose as PurposeId, // our own pages' text
      why,
      may: may === 'may',
      guarded: guarded === 'guarded',
      number: Number(number),
    })
  }

  async function vendor(request: Request): Promise<Response> {
    const { host, pathname, searchParams } = new URL(request.url)
    const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }
    const first = FIRST.find(([name, path]) => name === host && path.test(pathname))
    if (first) {
      visitsByOrigin.get(new URL(request.headers.get('referer') ?? 'https://x').origin)?.loads.push(first[2])
      return new Response(`(${rogue})(${JSON.stringify(VENDORS[first[2]])})`, {
        headers: { ...headers, 'content-type': 'text/javascript' },
      })
    }
    note(searchParams.get('mark') ?? '')
    return new Response(null, { status: 204, headers })
  }

  for (const host of new Set([
    ...FIRST.map(([name]) => name),
    ...Object.values(VENDORS).map((v) => v.host),
    MARKED,
  ]))
    network.route(host, vendor, (incoming, socket) => {
      if (incoming.url?.startsWith('/hold')) echo(incoming, socket, note)
      else socket.destroy()
    })

  return {
    visit({ region, guarded }) {
      const host = `walk-${++walks}.linden-oak.example`
      const origin = `https://${host}`
      const asked: Asked[] = []
      const loads: PurposeId[] = []
      const gpcOf = new Map<number, boolean>()
      const records = new Map<string, Decision & { n: number }>()
      let surroundings = { offset: 0, gpc: false }
      visitsByOrigin.set(origin, { loads })

      function page(): Response {
        const doc = ++docs
        visitsByDoc.set(doc, { asked })
        gpcOf.set(doc, surroundings.gpc)
        const tag = guarded
          ? '<script src="/assets/latchkey.guarded.js"></script>'
          : '<script async src="/assets/latchkey.js"></script>'
        const marked = `<img alt="" data-purpose="marketing" data-src="${markedAddress(doc, 'marketing', 'img')}"><script type="text/plain" data-purpose="personalisation" src="${markedAddress(doc, 'personalisation', 'script')}"></script>`
        const first = `(${prepare})(${doc}, ${surroundings.offset}, ${surroundings.gpc})`
        const config = JSON.stringify({ ...CONFIG, region })
        return new Response(
          `<!doctype html><html lang="en"><head><title>Walk</title><link rel="icon" href="data:,"><script>${first}</script><script type="application/json" id="latchkey-config">${config}</script>${tag}</head><body>${marked}<p>Your <a href="#privacy-choices">choices</a></p><a id="next" href="/">Next</a></body></html>`,
          { headers: { 'content-type': 'text/html' } },
        )
      }

      async function fetch(request: Request): Promise<Response | null> {
        const { pathname } = new URL(request.url)
        if (pathname === '/barrier') return new Response(null, { status: 204 })
        if (pathname === '/clock') return new Response(String(surroundings.offset))
        if (pathname.startsWith('/assets/')) {
          const name = pathname.slice('/assets/'.length)
          const file = files.get(name)
          const hashed = /\.[0-9a-f]{10}\./.test(name)
          return new Response(file ?? null, {
            status: file ? 200 : 404,
            headers: {
              'content-type': extname(name) === '.js' ? 'text/javascript' : 'application/json',
              'cache-control': hashed ? 'max-age=31536000, immutable' : 'no-cache',
            },
          })
        }
        if (!pathname.startsWith('/latchkey/')) return page()
        const body: unknown = request.method === 'POST' ? await request.clone().json() : null
        const response = await ledger.answer(request)
        if (body && response?.ok) take(body, await response.clone().json())
        return response
      }

      /** Keeps what the ledger says it has. */
      function take(body: unknown, answer: unknown): void {
        const { records: texts } = body as { records: readonly string[] } // it took them, so it has read them
        const { results } = answer as { results: readonly { readonly status: string }[] }
        for (const [index, text] of texts.entries()) {
          const { id, n, event, choices, via, trusted } = JSON.parse(text)
          if (event === 'decided' && /^(stored|duplicate)$/.test(results[index]?.status ?? ''))
            records.set(id, { n, choices, via, trusted })
        }
      }

      network.route(host, fetch)
      return {
        origin,
        asked,
        loads,
        gpc: gpcOf,
        get records() {
          return [...records.values()].sort((a, b) => a.n - b.n)
        },
        set(now) {
          surroundings = now
        },
        forget() {
          asked.splice(0)
          loads.splice(0)
        },
      }
    },
  }
}
