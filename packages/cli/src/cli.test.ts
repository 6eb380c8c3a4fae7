import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { writeRecord } from '@latchkey/record'
import { expect, onTestFinished, test } from 'vitest'
import { run } from './run.ts'
import { commandLine } from './testing.ts'

const NO_EXPORT = import.meta.filename
const TOKEN = 'export-token-of-the-tests'
const env = { ...process.env, LATCHKEY_ADMIN_TOKEN: TOKEN }

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-cli-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Runs `latchkey` to its end. */
function latchkey(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...commandLine, ...args], {
    encoding: 'utf8',
    env,
  })
  return { status, stdout, stderr }
}

/** Starts `latchkey ledger serve` and waits for its address. */
async function serving(db: string): Promise<{ url: string; vkey: string; child: ChildProcess }> {
  const args = ['ledger', 'serve', '--db', db, '--port', '0']
  const child = spawn(process.execPath, [...commandLine, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let vkey = ''
  for await (const line of createInterface({ input: child.stdout })) {
    vkey = /^public key: (.*)$/.exec(line)?.[1] ?? vkey
    const url = /^ledger listening on (http:\/\/\S+)$/.exec(line)?.[1]
    if (url) return { url, vkey, child }
  }
  throw new Error('the ledger did not start')
}

const ended = async (child: ChildProcess, signal: NodeJS.Signals) => {
  const exit = once(child, 'exit')
  child.kill(signal)
  return (await exit)[0]
}

function submission(id: string): string {
  const secret = createHash('sha256').update(id).digest('hex').slice(0, 32)
  const record = writeRecord({
    v: 1,
    id,
    site: 'shop.example',
    subject: createHash('sha256').update(secret).digest('hex'),
    n: 0,
    previous: null,
    at: 1_795_219_200_000,
    event: 'decided',
    choices: { analytics: 'denied' },
    withdrawn: [],
    via: 'banner',
    trusted: true,
    place: 'DE',
    placeBy: 'server',
    regime: 'eu',
    table: null,
    gpc: null,
    policy: '1',
    notice: null,
    locale: 'de',
    ui: '0.1.0',
  })
  return JSON.stringify({ site: 'shop.example', secret, records: [record] })
}

async function send(url: string, id: string): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: submission(id) }
  const response = await fetch(`${url}/v1/records`, init)
  const body = (await response.json()) as { results: { status: string }[] }
  return body.results[0]?.status ?? ''
}

test('D7, D8: what was acknowledged survives a killed process, once, and the export verifies', {
  timeout: 60_000,
}, async () => {
  const path = folder()
  const db = join(path, 'ledger.db')
  const acknowledged: string[] = []
  const first = await serving(db)
  // Keep sending until the process is gone in the middle of it.
  const ids = Array.from({ length: 160 }, () => randomUUID())
  const sending = Promise.all(
    Array.from({ length: 8 }, async (_, lane) => {
      for (const id of ids.filter((_, i) => i % 8 === lane)) {
        if ((await send(first.url, id)) === 'stored') acknowledged.push(id)
        if (acknowledged.length === 60) first.child.kill('SIGKILL')
      }
    }),
  ).catch(() => 'the connection broke')
  await once(first.child, 'exit')
  expect(await sending).toBe('the connection broke')
  expect(acknowledged.length).toBeGreaterThanOrEqual(60)

  const second = await serving(db)
  expect(second.vkey).toBe(first.vkey)
  const again = await Promise.all(acknowledged.map((id) => send(second.url, id)))
  expect(new Set(again)).toEqual(new Set(['duplicate']))
  for (const id of ids) await send(second.url, id)

  const headers = { authorization: `Bearer ${TOKEN}` }
  const text = await (await fetch(`${second.url}/v1/export`, { headers })).text()
  const found = text
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(JSON.parse(line).record).id)
  expect(found.toSorted()).toEqual(ids.toSorted())

  const checkpoint = join(path, 'kept')
  writeFileSync(checkpoint, await (await fetch(`${second.url}/v1/checkpoint`)).text())
  expect(await ended(second.child, 'SIGTERM')).toBe(0)

  const file = join(path, 'export.jsonl')
  writeFileSync(file, text)
  const whole = latchkey('verify', file, '--key', second.vkey, '--checkpoint', checkpoint, '--json')
  expect(whole.status).toBe(0)
  expect(JSON.parse(whole.stdout)).toMatchObject({ holds: true, trust: 'given key', counts: { record: 160 } })

  const own = latchkey('verify', file)
  expect([own.status, own.stdout]).toEqual([
    0,
    expect.stringMatching(/^holds: entries 0 to 159 of a log of 160/),
  ])
  expect(own.stderr).toContain('the key in the file itself')

  const lines = text.split('\n')
  lines[7] = lines[7]?.replace('denied', 'denier') ?? ''
  writeFileSync(file, lines.join('\n'))
  const altered = latchkey('verify', file, '--key', second.vkey)
  expect([altered.status, altered.stdout]).toEqual([1, 'does not hold\n'])
  expect(altered.stderr).toContain('line 8: Entry 6 does not hash to its leaf.')
})

test('a signal ends it in order; its files are its owner’s', { timeout: 30_000 }, async () => {
  const db = join(folder(), 'ledger.db')
  const { child, url } = await serving(db)
  expect(await send(url, randomUUID())).toBe('stored')
  for (const file of [db, `${db}.key`, `${db}.checkpoint`]) expect(statSync(file).mode & 0o077, file).toBe(0)
  expect(await ended(child, 'SIGTERM')).toBe(0)
  expect(readFileSync(`${db}.checkpoint`, 'utf8')).toMatch(/\n1\n/)
})

const wrong: readonly (readonly string[])[] = [
  [],
  ['nothing'],
  ['verify'],
  ['verify', '/nowhere'],
  ['verify', tmpdir()],
  ['verify', NO_EXPORT],
  ['verify', NO_EXPORT, '--unknown'],
  ['verify', NO_EXPORT, '--key', 'nonsense'],
  ['verify', NO_EXPORT, '--checkpoint', '/nowhere'],
  ['ledger', 'nothing'],
  ['ledger', 'serve', '--port', 'x'],
  ['ledger', 'serve', '--db', ':memory:'],
  ['ledger', 'serve', '--db', 'mysql://db.example/ledger'],
]

test.each(wrong.map((args) => [args.join(' '), args] as const))(
  'latchkey %s is wrong use',
  async (_, args) => {
    const said: string[] = []
    const output = { out: () => {}, err: (line: string) => void said.push(line) }
    expect(await run(['node', 'latchkey', ...args], output)).toBe(2)
    if (args.length) expect(said.length).toBeGreaterThan(0)
  },
)

test('verify asks for the witnesses of a kept checkpoint (TE-4)', { timeout: 120_000 }, () => {
  const path = folder()
  const [file, checkpoint] = [join(path, 'export.jsonl'), join(path, 'checkpoint')]
  const note =
    'consent-log.example/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— consent-log.example/test L+Q5exJT/3rASCo8e/O04G526PpUCZ+bVYnhk/QIFGuk7bwt1B5LNCQAotk/ddxxYbduFAnC3f6RddVsZSMbiNimkQ8=\n'
  const cosignature =
    '— witness.example/w1 519lMgAAAABrAN8AlT7TMujX5+v4RNNq99I6K3xDLePP1cXgiopeCK3dcYZYZ87xNc6IPLc7dYElNjDdLX/bDx3tWhqSy0lEetU7BQ==\n'
  const pub = '0403a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8'
  const key = `witness.example/w1+e75f6532+${Buffer.from(pub, 'hex').toString('base64')}`
  const verify = (...flags: string[]) => {
    const { status, stderr } = latchkey('verify', file, ...flags)
    return [status, stderr.trim()] as const
  }
  writeFileSync(file, 'no export\n')
  writeFileSync(checkpoint, note)
  expect(verify('--witness-key', key, '--checkpoint', checkpoint)).toEqual([
    1,
    '✗ The checkpoint is signed by 0 of 1 witnesses; 1 are asked for.',
  ])
  expect(verify('--witness-key', key)).toEqual([2, expect.stringContaining('--checkpoint')])
  expect(verify('--witness-key', 'nobody', '--checkpoint', checkpoint)[0]).toBe(2)
  for (const one of [key, `${key},${key}`])
    expect(verify('--witness-key', one, '--quorum', '2', '--checkpoint', checkpoint)).toEqual([
      2,
      expect.stringContaining('a number from 1 to 1'),
    ])
  writeFileSync(checkpoint, note + cosignature)
  // As many as are asked for: on to the file itself.
  expect(verify('--witness-key', key, '--checkpoint', checkpoint)).toEqual([
    2,
    expect.stringContaining('This is not an export'),
  ])
})
