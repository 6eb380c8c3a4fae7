import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { VendorNetwork } from '@latchkey/testkit/browser'
import type { Page } from '@playwright/test'

/** A page with nothing on it but what a test puts there. */
export interface BarePage {
  readonly head?: string | undefined
  readonly body: string
  readonly csp?: string | undefined
}

/** Where bare pages are, and where their scripts come from. */
export const BARE = 'https://bare.linden-oak.example'
export const SCRIPTS = 'https://scripts.acme.example'

const sdk = process.env.LATCHKEY_SDK ?? fileURLToPath(new URL('../../embed/dist', import.meta.url))

/** A script that says its name, at `SCRIPTS/<name>.js`. What is held is answered only when what it waits for was asked for. */
export interface BareScripts {
  /** Texts of scripts that are more than their name. `null`: there is none (404). */
  readonly texts?: Readonly<Record<string, string | null>> | undefined
  /** `{ slow: 'fast' }`: `slow.js` waits for a request to `fast`, a script's name or what a page fetches. */
  readonly held?: Readonly<Record<string, string>> | undefined
  /** Every visit asks for them again. @default false */
  readonly fresh?: boolean | undefined
}

/**
 * Serves a page, its scripts and the built SDK. Every script appends its name to `globalThis.ran`. Answers with the
 * names that were asked for.
 */
export function serveBare(
  network: VendorNetwork,
  { head = '', body, csp }: BarePage,
  { texts = {}, held = {}, fresh = false }: BareScripts = {},
): readonly string[] {
  const asked: string[] = []
  const waiting = new Map<string, () => void>()
  const ask = (name: string) => {
    asked.push(name)
    waiting.get(name)?.()
  }
  network.route(new URL(BARE).host, async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/assets/')) {
      const file = readFileSync(`${sdk}/${pathname.slice('/assets/'.length)}`)
      return new Response(file, { headers: { 'content-type': 'text/javascript' } })
    }
    return new Response(
      `<!doctype html><html lang="en"><head><title>Bare</title><link rel="icon" href="data:,"><script nonce="n0nce">globalThis.ran = []</script>${head}</head><body>${body}<p>Your <a href="#privacy-choices">choices</a></p></body></html>`,
      {
        headers: {
          'content-type': 'text/html',
          'cache-control': 'no-store',
          ...(csp && { 'content-security-policy': csp }),
        },
      },
    )
  })
  network.route(new URL(SCRIPTS).host, async (request) => {
    const name = new URL(request.url).pathname.slice(1).replace(/\.js$/, '')
    ask(name)
    const until = held[name]
    if (until && !asked.includes(until)) await new Promise<void>((resolve) => waiting.set(until, resolve))
    const text = texts[name]
    const headers = {
      'content-type': 'text/javascript',
      'access-control-allow-origin': '*',
      'cache-control': fresh ? 'no-store' : 'max-age=60',
    }
    if (text === null) return new Response('', { status: 404, headers })
    return new Response(text ?? `ran.push('${name}')`, { headers })
  })
  return asked
}

/** The script tag, as a page would have it that names scripts of its own. */
export function tag(attributes = ''): string {
  return `<script async nonce="n0nce" src="/assets/latchkey.js" data-controller="Linden" data-privacy="/privacy" data-region="DE" data-analytics="" data-marketing="" data-video="" ${attributes}></script>`
}

/** The names of the scripts that have run, in order. */
export function ranOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (globalThis as unknown as { ran: string[] }).ran)
}
