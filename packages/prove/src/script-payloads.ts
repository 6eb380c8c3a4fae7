import { join } from 'node:path'
import { digest } from '@latchkey/record'
import { client } from './harness/http.ts'
import { startLedger, TOKEN } from './harness/ledger-process.ts'
import { type Made, shopper } from './harness/shopper.ts'
import { openInBrowser } from './payloads/browser.ts'
import { checkExport, checkMetrics, checkPage, type Expected, type Output } from './payloads/outputs.ts'
import { payloads } from './payloads/payloads.ts'
import { type Proof, problems } from './proof.ts'

const what =
  'Texts that would be scripts, formulas or lines of their own, sent in every field and header: none stands unescaped in a page, an export, metrics or logs, none runs in a browser, and one record in is one record out.'

const FIELDS = ['site', 'place', 'regime', 'table', 'policy', 'notice', 'locale', 'ui', 'id', 'via'] as const
const HEADERS = [
  'user-agent',
  'referer',
  'origin',
  'x-forwarded-for',
  'accept-language',
  'cookie',
  'authorization',
]
const FORMATS = ['jsonl', 'csv', '27560', '27560-receipt', 'ocsf', 'ecs', 'cef']

export const scriptPayloads: Proof = {
  name: 'script payloads',
  what,
  seeds: ['echoes-a-header'],
  async run({ scale, folder, seed, progress }) {
    const found = problems()
    const began = performance.now()
    const sent = scale === 'full' ? payloads : payloads.filter((_, i) => i % 20 === 0)
    const ledger = await startLedger({ db: join(folder, 'ledger.db'), seed, flags: ['--json'] })
    const http = client(8)
    const secrets: string[] = []
    const count = { records: 0, rejected: 0, notices: 0, requests: 0 }

    for (const payload of sent) {
      const site = payload.length <= 200 && !/\p{Cc}/u.test(payload) ? payload : 'shop.example'
      const person = shopper()
      const notice = `A notice: ${payload}`
      const records = [
        person.decide({ site, policy: payload.slice(0, 200), notice: digest(notice) }),
        ...FIELDS.map((field) => person.decide({ site, [field]: payload })),
        person.decide({ site, choices: { [payload]: 'granted' }, withdrawn: [payload] }),
      ]
      secrets.push(records[0]?.secret ?? '')
      await submit(site, records, [notice, payload])
      for (const header of HEADERS) {
        count.requests += 1
        // A client that refuses to send it has done the ledger's work; all others go through.
        await http.send(`${ledger.url}/`, { headers: { [header]: payload } }).catch(() => null)
      }
      for (const path of [
        `/v1/receipts/${encodeURIComponent(payload)}`,
        `/?q=${encodeURIComponent(payload)}`,
      ]) {
        count.requests += 1
        const answer = await http.send(`${ledger.url}${path}`)
        checkPage({ what: path, type: 'text/html', text: answer.text }, sent, found)
      }
    }

    async function submit(site: string, records: readonly Made[], notices: readonly string[]): Promise<void> {
      const body = JSON.stringify({
        site,
        secret: records[0]?.secret,
        records: records.map(({ text }) => text),
        notices,
      })
      const answer = await http.send(`${ledger.url}/v1/records`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', 'user-agent': 'x' },
        body,
      })
      count.requests += 1
      if (answer.status !== 200) return
      const parsed = JSON.parse(answer.text) as {
        results: { status: string }[]
        notices?: { status: string }[]
      }
      count.records += parsed.results.filter(({ status }) => status === 'stored').length
      count.rejected += parsed.results.filter(({ status }) => status === 'rejected').length
      count.notices += parsed.notices?.filter(({ status }) => status === 'stored').length ?? 0
    }

    // Whatever somebody can look at, asked for by somebody who calls himself by a payload.
    const odd = sent.find((payload) => payload.startsWith('<img') || payload.startsWith('<script')) ?? ''
    const headers = { authorization: `Bearer ${TOKEN}`, 'user-agent': odd }
    const get = async (path: string): Promise<Output & { status: number }> => {
      const response = await fetch(`${ledger.url}${path}`, { headers })
      const type = response.headers.get('content-type') ?? ''
      return { what: path, type, text: await response.text(), status: response.status }
    }
    const expected: Expected = { records: count.records, entries: count.records, notices: count.notices }
    const formats: string[] = []
    for (const format of FORMATS) {
      const output = await get(`/v1/export?format=${format}`)
      formats.push(format)
      if (output.status !== 200) found.add(`${output.what}: answered ${output.status}.`)
      else checkExport(format, output, expected, found)
    }
    checkMetrics(await get('/v1/metrics'), found)
    JSON.parse((await get('/v1/health')).text)
    const pages = await pagesOf(get)
    for (const page of pages) checkPage(page, sent, found)
    for (const line of ledger.output().trimEnd().split('\n')) {
      if (secrets.some((secret) => secret !== '' && line.includes(secret)))
        found.add('A secret stands in the log.')
      try {
        JSON.parse(line)
      } catch {
        found.add(`A line of the log is no JSON: ${line.slice(0, 80)}`)
      }
    }
    progress(`${count.requests} requests, ${pages.length} pages`)
    const browser = await openInBrowser({
      addresses: pages.map(({ what: path }) => `${ledger.url}${path}`),
      headers,
      problems: found,
    })
    http.close()
    const end = await ledger.kill('SIGTERM')
    if (end.code !== 0) found.add(`After SIGTERM it ends with ${end.code}.`)
    return {
      name: 'script payloads',
      runs: sent.length,
      what,
      held: found.count() === 0,
      problems: found.list(),
      figures: {
        'records stored': count.records,
        rejected: count.rejected,
        notices: count.notices,
        formats: formats.join(' '),
        pages: pages.length,
        browser,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }
  },
}

/** The first page and what its links lead to, as far as they stay here. */
async function pagesOf(get: (path: string) => Promise<Output & { status: number }>): Promise<Output[]> {
  const pages: Output[] = []
  const seen = new Set<string>()
  const due = ['/']
  for (let path = due.shift(); path !== undefined && pages.length < 40; path = due.shift()) {
    if (seen.has(path)) continue
    seen.add(path)
    const page = await get(path)
    if (!page.type.includes('text/html')) continue
    pages.push(page)
    for (const [, link = ''] of page.text.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
      const url = URL.canParse(link, 'http://here')
        ? new URL(link.replaceAll('&amp;', '&'), 'http://here')
        : null
      if (url?.host === 'here') due.push(url.pathname + url.search)
    }
  }
  return pages
}
