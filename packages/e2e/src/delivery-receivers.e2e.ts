import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { openShopper } from './departures/browsers.ts'
import { startSite } from './departures/site.ts'

const sdk = process.env.LATCHKEY_SDK ?? fileURLToPath(new URL('../../embed/dist', import.meta.url))
const example = (path: string) =>
  fileURLToPath(new URL(`../../../examples/receivers/${path}`, import.meta.url))

/** A receiver of the examples, started. */
interface Receiver {
  answer(request: Request): Promise<Response>
  /** The records' texts, as they are stored. */
  stored(): readonly string[]
  stop(): void
}

const receivers: Readonly<Record<string, { readonly missing?: string | false; start(): Promise<Receiver> }>> =
  {
    express: {
      start: async () => {
        const { folder, port } = await place()
        const env = {
          ...process.env,
          NODE_OPTIONS: '',
          PORT: String(port),
          RECORDS: join(folder, 'records.jsonl'),
        }
        const child = spawn(process.execPath, [example('express/server.js')], { env, stdio: 'ignore' })
        const stored = () =>
          readFileSync(join(folder, 'records.jsonl'), 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line).record)
        return behind(port, child, folder, stored)
      },
    },
    php: {
      missing:
        !/pdo_sqlite/.test(String(spawnSync('php', ['-m']).stdout)) && 'php with pdo_sqlite is not installed',
      start: async () => {
        const { folder, port } = await place()
        const file = join(folder, 'records.db')
        const child = spawn('php', ['-S', `127.0.0.1:${port}`, example('php/records.php')], {
          env: { ...process.env, RECORDS: file },
          stdio: 'ignore',
        })
        return behind(port, child, folder, () => rows(new DatabaseSync(file)))
      },
    },
    'cloudflare-worker': {
      start: async () => {
        const db = new DatabaseSync(':memory:')
        db.exec(
          'CREATE TABLE records (seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, record TEXT NOT NULL)',
        )
        // As much of D1 as is used.
        const DB = {
          prepare: (sql: string) => ({
            bind: (...values: string[]) => ({
              run: async () => ({ meta: { changes: Number(db.prepare(sql).run(...values).changes) } }),
              first: async () => db.prepare(sql).get(...values),
            }),
          }),
        }
        const { default: worker } = await import(example('cloudflare-worker/worker.js'))
        return {
          answer: (request) => worker.fetch(request, { DB }),
          stored: () => rows(db),
          stop: () => db.close(),
        }
      },
    },
  }

for (const [name, { missing, start }] of Object.entries(receivers)) {
  test(`the ${name} receiver takes what the outbox sends, and answers what it takes for a receipt (D1, D7)`, async () => {
    test.skip(!!missing, String(missing))
    test.setTimeout(120_000)
    const receiver = await start()
    const bodies: string[] = []
    const site = await startSite({
      sdk,
      async receiver(request) {
        bodies.push(await request.clone().text())
        return receiver.answer(request)
      },
    })
    const shopper = await openShopper('chromium')
    try {
      const page = await (await shopper.visit()).newPage()
      await page.goto(site.origin)
      await page.locator('#latchkey [data-latchkey-action="reject"]').click()
      await expect
        .poll(() => page.evaluate(historyOf), { timeout: 15_000 })
        .toMatchObject([
          { event: 'decided', state: 'kept' },
          { event: 'shown', state: 'kept' },
        ])
      const kept = await page.evaluate(() =>
        Object.keys(localStorage).filter((key) => /\.(outbox|raw)\./.test(key)),
      )
      expect(kept).toEqual([])
      expect(receiver.stored()).toEqual(bodies.flatMap((body) => JSON.parse(body).records))

      const again = async (body: object) => {
        const response = await receiver.answer(
          new Request(`${site.origin}/latchkey/v1/records`, { method: 'POST', body: JSON.stringify(body) }),
        )
        return { status: response.status, results: response.ok ? (await response.json()).results : [] }
      }
      const [sent] = bodies.map((body) => JSON.parse(body))
      const [text] = sent.records
      expect(await again(sent)).toMatchObject({ results: [{ status: 'duplicate' }, { status: 'duplicate' }] })
      const changed = { ...sent, records: [text.replace('"shown"', '"decided"')] }
      expect(await again(changed)).toMatchObject({ results: [{ status: 'conflict' }] })
      const secret = createHash('sha256').update('x').digest('hex')
      expect(await again({ ...sent, secret })).toMatchObject({
        results: [{ status: 'rejected' }, { status: 'rejected' }],
      })
      for (const body of [{}, { secret: 'x', records: [7] }, { secret: 'x', records: ['no JSON'] }])
        expect((await again(body)).results.filter(({ receipt }: { receipt?: object }) => receipt)).toEqual([])
      expect(receiver.stored()).toHaveLength(2)
    } finally {
      await shopper.close()
      await site.close()
      receiver.stop()
    }
  })
}

/** Runs in the page. */
function historyOf(): Promise<unknown> {
  return (window as unknown as { $latchkey: { history(): Promise<unknown> } }).$latchkey.history()
}

async function place(): Promise<{ readonly folder: string; readonly port: number }> {
  const probe = createServer()
  const port = await new Promise<number>((resolve) => {
    probe.listen(0, '127.0.0.1', () => resolve((probe.address() as { port: number }).port))
  })
  await new Promise((resolve) => probe.close(resolve))
  return { folder: mkdtempSync(join(tmpdir(), 'latchkey-receiver-')), port }
}

async function behind(
  port: number,
  child: ChildProcess,
  folder: string,
  stored: Receiver['stored'],
): Promise<Receiver> {
  const address = `http://127.0.0.1:${port}`
  await expect
    .poll(
      () =>
        fetch(address).then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true)
  return {
    async answer(request) {
      const { pathname } = new URL(request.url)
      const response = await fetch(address + pathname, { method: 'POST', body: await request.text() })
      return new Response(await response.text(), { status: response.status })
    },
    stored,
    stop() {
      child.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function rows(db: DatabaseSync): readonly string[] {
  return db
    .prepare('SELECT record FROM records ORDER BY seq')
    .all()
    .map(({ record }) => String(record))
}
