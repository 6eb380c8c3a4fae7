import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { sqliteStore } from '@latchkey/ledger'
import { writeRecord } from '@latchkey/record'
import { expect, onTestFinished, test } from 'vitest'
import { run as runHere } from './run.ts'
import { commandLine } from './testing.ts'

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** The last line. */
  json(): Record<string, unknown>
}

/** Runs `latchkey` to its end, beside whatever else goes on here. */
function latchkey(args: readonly string[], env = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...commandLine, ...args], { env }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : error ? null : 0
      resolve({ status, stdout, stderr, json: () => JSON.parse(stdout.trim().split('\n').at(-1) ?? '') })
    })
  })
}

/** A place for one ledger, and `latchkey ledger …` on it. */
function place(more: Record<string, string> = {}) {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-cli-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  const db = join(path, 'ledger.db')
  const env = { ...process.env, LATCHKEY_DB: db, ...more }
  const run = (...args: string[]) => latchkey(['ledger', ...args], env)
  const serving = async (...args: string[]) => {
    const child = spawn(
      process.execPath,
      [...commandLine, 'ledger', 'serve', '--port', '0', '--json', ...args],
      {
        ...{ env, stdio: ['ignore', 'pipe', 'pipe'] },
      },
    ) as ChildProcess
    onTestFinished(() => void child.kill('SIGKILL'))
    const said: string[] = []
    const exit = once(child, 'exit').then(([code]) => code as number)
    if (!child.stdout) throw new Error('no output')
    const lines = createInterface({ input: child.stdout })
    const wrong: string[] = []
    child.stderr?.setEncoding('utf8').on('data', (part) => wrong.push(part))
    const url = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        said.push(line)
        const address = /ledger listening on (http:[^"]+)/.exec(line)?.[1]
        if (address) resolve(address)
      })
      void exit.then((code) => reject(new Error(`it ended with ${code}`)))
    })
    return { url, said, wrong, exit, stop: () => void child.kill('SIGTERM') }
  }
  return { path, db, run, serving, names: () => readdirSync(path).toSorted() }
}

function accessesIn(db: string) {
  const database = new DatabaseSync(db, { readOnly: true })
  try {
    const rows = database.prepare('SELECT who, what FROM accesses ORDER BY number').all()
    return rows.map(({ who, what }) => ({ who, what }))
  } finally {
    database.close()
  }
}

async function send(url: string, secret: string, at = 1_795_219_200_000): Promise<number> {
  const record = writeRecord({
    ...{ v: 1, id: randomUUID(), site: 'shop.example' },
    subject: createHash('sha256').update(secret).digest('hex'),
    ...{ n: 0, previous: null, at, event: 'decided', choices: { analytics: 'denied' }, withdrawn: [] },
    ...{ via: 'banner', trusted: true, place: 'DE', placeBy: 'server', regime: 'eu', table: null, gpc: null },
    ...{ policy: '1', notice: null, locale: 'de', ui: '0.1.0' },
  })
  const body = JSON.stringify({ site: 'shop.example', secret, records: [record] })
  return (
    await fetch(`${url}/v1/records`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })
  ).status
}

const secretOf = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 32)

test('a file says who the controller is, and no export names that as missing; a wrong file is named by its place', async () => {
  const example = fileURLToPath(new URL('../../../examples/ledger/controller.json', import.meta.url))
  const { serving, run, path } = place({ LATCHKEY_ADMIN_TOKEN: 'a-token-of-the-tests' })
  const one = await serving('--controller', example)
  await send(one.url, 'a'.repeat(32))
  const headers = { authorization: 'Bearer a-token-of-the-tests' }
  const record = JSON.parse(await (await fetch(`${one.url}/v1/export?format=27560`, { headers })).text())
  expect(record['dpv:hasDataController']).toMatchObject({ 'schema:name': 'Linden & Oak GmbH' })
  for (const name of ['party_name', 'party_address', 'party_contact', 'validity_duration', 'authority_party'])
    expect(record['latchkey:missing']).not.toContain(name)
  one.stop()
  await one.exit
  const wrong = join(path, 'wrong.json')
  writeFileSync(wrong, '{"adress":"Lindenallee 1"}')
  for (const [file, sentence] of [
    [wrong, '[ledger] controller.adress: expected a key that is known'],
    [join(path, 'nowhere.json'), '--controller takes a file that can be read'],
  ] as const) {
    const refused = await run('serve', '--port', '0', '--controller', file)
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining(sentence)])
  }
})

test('serves what GPC’s specification asks for, from the flag or the environment, and refuses a day that is none', async () => {
  const { serving, run } = place({ LATCHKEY_GPC_SINCE: '2026-11-22' })
  const one = await serving('--base', '/latchkey')
  const at = new URL('/.well-known/gpc.json', one.url)
  expect(await (await fetch(at)).json()).toEqual({ gpc: true, lastUpdate: '2026-11-22' })
  expect((await fetch(`${one.url}/v1/metrics`)).status).toBe(200)
  one.stop()
  expect(await one.exit).toBe(0)
  const refused = await run('serve', '--port', '0', '--gpc-since', 'yesterday')
  expect([refused.status, refused.stderr]).toEqual([
    2,
    expect.stringContaining('gpc.json: expected a day like 2026-11-22'),
  ])
})

test('G7: tokens are made, listed and removed beside a running ledger, and count at once', {
  timeout: 180_000,
}, async () => {
  const { run, serving, path } = place()
  const { url, said, exit, stop } = await serving()
  expect(await send(url, secretOf('a'))).toBe(200)
  const made = await run(
    'token',
    'add',
    '--role',
    'auditor',
    '--name',
    'Office of audits',
    '--expires-days',
    '30',
    '--json',
  )
  expect(made.status).toBe(0)
  const { token } = made.json()
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${url}/v1/export`, { headers })).status).toBe(200)
  const list = await run('token', 'list')
  expect(list.stdout).toMatch(/^[0-9a-f]{12}\tauditor\tevery site\tuntil 20\S+\tOffice of audits$/m)
  expect(list.stdout).not.toContain(token)
  expect((await run('token', 'remove', 'Office of audits')).status).toBe(0)
  expect((await fetch(`${url}/v1/export`, { headers })).status).toBe(401)
  expect((await run('token', 'remove', 'Office of audits')).status).toBe(1)
  stop()
  expect(await exit).toBe(0)
  // H2: one JSON a line, and no secret in any; the first token lies in a file of its own.
  const first = readFileSync(join(path, 'ledger.db.admin-token'), 'utf8').trim()
  expect(first).toMatch(/^lk_/)
  expect(statSync(join(path, 'ledger.db.admin-token')).mode & 0o077).toBe(0)
  for (const line of said) expect(typeof JSON.parse(line)).toBe('object')
  expect(said.join('\n')).not.toMatch(/lk_/)
})

test('E6: the key is changed beside a running ledger, which stops with 1 and a sentence', {
  timeout: 180_000,
}, async () => {
  const { run, serving, path, db } = place({ LATCHKEY_ADMIN_TOKEN: 'a-token-of-the-tests' })
  const first = await serving()
  expect(await send(first.url, secretOf('a'))).toBe(200)
  const before = (await run('check', '--json')).json()
  const rotated = await run('rotate-key', '--json')
  expect(rotated.status).toBe(0)
  expect(rotated.json()).toMatchObject({ entry: 1, from: before.vkey })
  expect(await send(first.url, secretOf('b'))).toBe(503)
  expect(await first.exit).toBe(1)
  expect(first.said.join('\n')).toContain('its key was changed at entry 1')
  const second = await serving()
  expect(await send(second.url, secretOf('b'))).toBe(200)
  const headers = { authorization: 'Bearer a-token-of-the-tests' }
  const file = join(path, 'export.jsonl')
  writeFileSync(file, await (await fetch(`${second.url}/v1/export`, { headers })).text())
  second.stop()
  expect(await second.exit).toBe(0)
  for (const key of [rotated.json().from, rotated.json().to]) {
    const { status, stdout } = await latchkey(['verify', file, '--key', String(key)])
    expect([status, stdout]).toEqual([0, expect.stringContaining('changes of the key 1')])
  }
  expect((await run('rotate-kek')).stdout).toContain('wrapped the keys of 2 subjects')
  expect((await run('rotate-kek', '--drop')).stdout).toContain('dropped 1')
  expect((await run('check')).status).toBe(0)
  expect(readFileSync(`${db}.kek`, 'utf8').trim().split('\n')).toHaveLength(1)
  await run('token', 'add', '--role', 'reader')
  await run('token', 'remove', 'reader')
  // G6: whoever has the machine needs no token, and is written down all the same.
  expect(accessesIn(db).filter(({ who }) => who === 'command line')).toEqual(
    [
      ...['changed the signing key', 'changed the key encryption key', 'dropped former key encryption keys'],
      ...['made a token', 'removed tokens'],
    ].map((what) => ({ who: 'command line', what })),
  )
})

test('H2: over a whole run the process says no secret, no token, no key, no record and no address', {
  timeout: 180_000,
}, async () => {
  const [token, kek] = ['an-admin-token-of-the-tests', Buffer.alloc(32, 5).toString('base64')]
  const env = { LATCHKEY_ADMIN_TOKEN: token, LATCHKEY_KEK: kek, LATCHKEY_TRUST_PROXY: 'loopback' }
  const { run, serving } = place(env)
  const one = await serving()
  const secret = secretOf('a')
  const address = { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'agent-of-the-tests' }
  expect(await send(one.url, secret)).toBe(200)
  const made = String((await run('token', 'add', '--role', 'reader', '--json')).json().token)
  const ask = async (path: string, bearer: string, init: RequestInit = {}) =>
    (await fetch(one.url + path, { ...init, headers: { ...address, authorization: `Bearer ${bearer}` } }))
      .status
  expect(await ask('/v1/export', made)).toBe(200)
  expect(await ask('/v1/export', 'a-wrong-token-of-the-tests')).toBe(401)
  expect(await ask('/v1/records', secret, { method: 'POST', body: `{"site":"${secret}"` })).toBe(400)
  expect(await ask(`/v1/subject?secret=${secret}`, '')).toBe(401)
  expect(await ask('/v1/subject', secret)).toBe(200)
  expect(await ask('/v1/subject', secret, { method: 'DELETE' })).toBe(200)
  one.stop()
  expect(await one.exit).toBe(0)
  const said = [...one.said, ...one.wrong].join('\n')
  const events = one.said.map((line) => JSON.parse(line)).filter(({ event }) => event)
  expect(events.map(({ event }) => event)).toEqual(['started', 'exported', 'erased'])
  for (const { at } of events) expect(at).toMatch(/^\d{4}-\d\d-\d\dT/)
  const subject = createHash('sha256').update(secret).digest('hex')
  const hash = createHash('sha256').update(made).digest('hex')
  for (const word of [
    secret,
    subject,
    token,
    made,
    hash,
    kek,
    '203.0.113',
    '127.0.0.1',
    'agent-of',
    'wrong-token',
  ])
    expect(said).not.toContain(word)
})

test('backup, loss, restore: what was erased stays erased, and figures are said', {
  timeout: 180_000,
}, async () => {
  const { run, serving, path, db, names } = place()
  const one = await serving()
  for (const name of ['a', 'b', 'c']) await send(one.url, secretOf(name))
  const backup = join(path, 'backup.db')
  expect((await run('backup', backup, '--json')).json()).toEqual({ entries: 3 })
  expect((await run('backup', backup)).status).toBe(2)
  const headers = { authorization: `Bearer ${secretOf('b')}` }
  expect((await fetch(`${one.url}/v1/subject`, { method: 'DELETE', headers })).status).toBe(200)
  await send(one.url, secretOf('d'))
  one.stop()
  await one.exit
  renameSync(db, `${db}.lost`)
  copyFileSync(backup, db)
  const refused = await run('serve', '--port', '0')
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('was set back')])
  // Nor do those who deleted what would show it, and the word that it is lost is no way around the other.
  renameSync(`${db}.checkpoint`, `${db}.kept`)
  const unkept = await run('serve', '--port', '0')
  expect([unkept.status, unkept.stderr]).toEqual([2, expect.stringContaining('--without-checkpoint')])
  const word = await run('check', '--without-checkpoint', '--json')
  expect([word.status, word.stderr]).toEqual([1, expect.stringContaining('on the operator’s word')])
  expect(word.json()).toMatchObject({ problem: expect.stringContaining('erasure journal') })
  renameSync(`${db}.erasures`, `${db}.journal`)
  const neither = await run('check', '--without-checkpoint', '--json')
  expect([neither.status, neither.json()]).toEqual([1, expect.objectContaining({ code: 'no-journal' })])
  renameSync(`${db}.kept`, `${db}.checkpoint`)
  renameSync(`${db}.journal`, `${db}.erasures`)
  rmSync(db)
  for (const end of ['-wal', '-shm']) rmSync(`${db}${end}`, { force: true })
  const restored = await run('restore', backup, '--json')
  expect(restored.json()).toMatchObject({ entries: 3, lost: 2, erased: 1 })
  const two = await serving()
  expect(await (await fetch(`${two.url}/v1/subject`, { headers })).json()).toMatchObject({ records: [] })
  two.stop()
  await two.exit
  expect((await run('check', '--json')).json()).toMatchObject({
    holds: true,
    entries: 5,
    successions: 1,
    kept: true,
  })
  expect(names()).not.toContain('ledger.db.restoring')
})

test('check names the first entry that does not hold, and ends with 1', { timeout: 180_000 }, async () => {
  const { run, serving, db } = place()
  const { url, stop, exit } = await serving()
  for (const name of ['a', 'b', 'c']) await send(url, secretOf(name))
  expect((await run('check')).stdout).toMatch(/^holds: 3 entries of latchkey/)
  stop()
  await exit
  const database = new DatabaseSync(db)
  database.exec(`DROP TRIGGER entries_refuse_update;
    UPDATE entries SET entry = zeroblob(length(entry)) WHERE seq >= 1`)
  database.close()
  const found = await run('check', '--json')
  expect(found.status).toBe(1)
  expect(found.json()).toEqual({ holds: false, problem: expect.stringContaining('entry 1') })
})

test('retain keeps what is young, and keeps for ever only if asked', { timeout: 180_000 }, async () => {
  const { run, serving } = place()
  const { url, stop, exit } = await serving()
  await send(url, secretOf('a'))
  expect((await run('retain', '--retention-days', '1', '--json')).json()).toMatchObject({
    erased: 0,
    done: true,
  })
  expect((await run('retain', '--retention-days', 'x')).status).toBe(2)
  stop()
  await exit
})

test('AS5: a key that is missing is asked for, not made; a wrong one is refused; none is shown', {
  timeout: 180_000,
}, async () => {
  const { run, serving, db, names } = place()
  const { url, stop, exit } = await serving()
  await send(url, secretOf('a'))
  stop()
  await exit
  const seeds = [`${db}.key`, `${db}.kek`].map((file) => readFileSync(file, 'utf8').trim())
  for (const [i, file] of [`${db}.key`, `${db}.kek`].entries()) {
    renameSync(file, `${file}.away`)
    const missing = await run('serve', '--port', '0')
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('got no such file')])
    expect(names()).not.toContain(i ? 'ledger.db.kek' : 'ledger.db.key')
    writeFileSync(file, `${Buffer.alloc(32, 4).toString('base64')}\n`, { mode: 0o600 })
    const wrong = await run('serve', '--port', '0')
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(i ? /key encryption keys/ : /this key did not sign/),
    ])
    renameSync(`${file}.away`, file)
    for (const { stdout, stderr } of [missing, wrong]) {
      for (const seed of seeds) expect(stdout + stderr).not.toContain(seed)
    }
  }
  expect((await run('check')).status).toBe(0)
})

/** A folder like the script tag's build: a list of integrity values, a manifest, and what they name. */
function buildIn(path: string, files: Record<string, string>, build: unknown = '0.1.0+8668a32296') {
  const folder = join(path, 'dist')
  mkdirSync(join(folder, 'themes'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const integrity = Object.entries(files).map(([name, text]) => [
    name,
    `sha384-${createHash('sha384').update(text).digest('base64')}`,
  ])
  writeFileSync(join(folder, 'latchkey.manifest.json'), JSON.stringify({ build }))
  writeFileSync(join(folder, 'latchkey.sri.json'), JSON.stringify(Object.fromEntries(integrity)))
  return folder
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

test('RE-4: documents are registered beside a running ledger, by file and by folder, and a reader finds them there', {
  timeout: 180_000,
}, async () => {
  const { run, serving, path, db } = place({ LATCHKEY_ADMIN_TOKEN: 'a-token-of-the-tests' })
  const { url, stop, exit } = await serving()
  const config = join(path, 'latchkey.json')
  writeFileSync(config, '{"policy":"2026.10"}')
  // A name that looks like a number stays as it was written.
  const args = ['register', config, '--as', '2026.10', '--sites', 'shop.example']
  const first = await run(...args)
  expect([first.status, first.stdout]).toEqual([
    0,
    `stored ${sha256('{"policy":"2026.10"}')} latchkey.json\n`,
  ])
  const again = await run(...args, '--json')
  expect(again.json()).toEqual({
    ...{ status: 'duplicate', digest: sha256('{"policy":"2026.10"}'), file: 'latchkey.json', as: '2026.10' },
  })
  const dist = buildIn(path, { 'latchkey.js': 'let tag', 'themes/clay.css': 'a{}' })
  writeFileSync(join(dist, 'notes.txt'), 'of the shop’s own')
  const built = await run('register', dist, '--json', '--sites', 'shop.example')
  const lines = built.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toEqual(
    ['latchkey.js', 'themes/clay.css', 'latchkey.manifest.json', 'latchkey.sri.json'].map((file) => ({
      ...{ status: 'stored', digest: sha256(readFileSync(join(dist, file))), file, as: '0.1.0+8668a32296' },
    })),
  )
  const made = await run('token', 'add', '--role', 'reader', '--sites', 'shop.example', '--json')
  const headers = { authorization: `Bearer ${made.json().token}` }
  const found = await fetch(`${url}/v1/documents/${sha256('let tag')}`, { headers })
  expect(await found.text()).toBe('let tag')
  stop()
  expect(await exit).toBe(0)
  const store = sqliteStore(db)
  const names = (await store.read.setting('registered ["2026.10","shop.example"]')) ?? ''
  await store.close()
  expect(JSON.parse(names)).toMatchObject([{ file: 'latchkey.json' }])
  // G6: whoever has the machine needs no token, and is written down all the same.
  expect(accessesIn(db).filter(({ what }) => what === 'registered documents')).toEqual(
    Array.from({ length: 3 }, () => ({ who: 'command line', what: 'registered documents' })),
  )
})

const dist = fileURLToPath(new URL('../../embed/dist/', import.meta.url))
// With `CI=true` it has to be built: a test that is left out unseen proves nothing.
const isBuilt = existsSync(dist) || process.env.CI === 'true'

test.skipIf(!isBuilt)(
  'RE-4: the script tag’s build says of itself what its manifest says, and that is what it is registered under',
  async () => {
    const { build } = JSON.parse(readFileSync(join(dist, 'latchkey.manifest.json'), 'utf8'))
    for (const tag of ['latchkey.js', 'latchkey.guarded.js'])
      expect(readFileSync(join(dist, tag), 'utf8')).toContain(build)
    const { db } = place()
    const said: string[] = []
    const output = {
      out: (line: string) => void said.push(line),
      err: (line: string) => void said.push(line),
    }
    expect(
      await runHere(['node', 'latchkey', 'ledger', 'register', dist, '--db', db, '--json'], output),
    ).toBe(0)
    const done = said.map((line) => JSON.parse(line))
    expect(new Set(done.map(({ as }) => as))).toEqual(new Set([build]))
    const files = done.map(({ file }) => file)
    const there = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(?:js|css)$/.test(file),
    )
    expect(files.toSorted()).toEqual([...there, 'latchkey.manifest.json', 'latchkey.sri.json'].toSorted())
  },
)

test('RE-4: what cannot be registered is refused in a sentence, with all that was named beside it', async () => {
  const { path, db } = place()
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(path, name), content)
    return join(path, name)
  }
  const fine = file('fine.json', '{}')
  const long = file('long.json', 'x'.repeat(262_145))
  const image = file('image.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]))
  const altered = buildIn(join(path, 'altered'), { 'latchkey.js': 'let tag' })
  writeFileSync(join(altered, 'latchkey.js'), 'let another')
  const lacking = buildIn(join(path, 'lacking'), { 'latchkey.js': 'let tag' })
  rmSync(join(lacking, 'latchkey.js'))
  const nameless = buildIn(join(path, 'nameless'), { 'latchkey.js': 'let tag' }, 1)
  const empty = buildIn(join(path, 'empty'), {})
  const dist = buildIn(path, { 'latchkey.js': 'let tag' })
  const outside = buildIn(join(path, 'outside'), { '../fine.json': '{}' })
  for (const [args, sentence] of [
    [['--as', 'one'], 'expected files, or the folder of a build, got none'],
    [[fine], 'expected --as, the policy or build that records carry'],
    [[fine, dist], 'expected --as, the policy or build that records carry'],
    [[fine, '--as', 'one', '--as', 'two'], 'expected --as once'],
    [[fine, '--as', 'x'.repeat(201)], 'as: expected one line'],
    [[fine, join(path, 'nowhere.json'), '--as', 'one'], 'nowhere.json cannot be read'],
    [[fine, long, '--as', 'one'], 'long.json is too long: expected at most 256 KiB'],
    [[fine, image, '--as', 'one'], 'image.png is not text'],
    [[fine, path, '--as', 'one'], 'has no latchkey.manifest.json and latchkey.sri.json'],
    [[dist, '--as', 'one'], 'is the build 0.1.0+8668a32296; leave --as out'],
    [[altered], 'latchkey.js in'],
    [[lacking], 'has no latchkey.js, which latchkey.sri.json names'],
    [[outside], 'has no ../fine.json'],
    [[nameless], 'names no build'],
    [[empty], 'names no file'],
  ] as const) {
    const said: string[] = []
    const output = { out: () => {}, err: (line: string) => void said.push(line) }
    const code = await runHere(['node', 'latchkey', 'ledger', 'register', ...args, '--db', db], output)
    expect([code, said], args.join(' ')).toEqual([2, [expect.stringMatching(/^ledger register: /)]])
    expect(said[0]).toContain(sentence)
  }
  const done: string[] = []
  const output = { out: (line: string) => void done.push(line), err: () => {} }
  expect(
    await runHere(['node', 'latchkey', 'ledger', 'register', fine, dist, '--as', 'one', '--db', db], output),
  ).toBe(0)
  // Nothing of all that was refused is there.
  expect(done.map((line) => line.split(' ')[0])).toEqual(Array.from({ length: 4 }, () => 'stored'))
  expect(accessesIn(db)).toEqual([{ who: 'command line', what: 'registered documents' }])
})

test.each(
  [
    ['token'],
    ['token', 'add'],
    ['token', 'add', '--role', 'king'],
    ['token', 'add', '--role', 'reader', '--expires-days', 'soon'],
    ['token', 'remove'],
    ['backup'],
    ['restore'],
    ['restore', '/nowhere'],
    ['register'],
    ['register', '/nowhere'],
    ['check'],
    ['serve', '--witness', 'http://elsewhere.example'],
    ['serve', '--keep-checkpoint', 'http://elsewhere.example'],
    ['rotate-everything'],
  ].map((args) => [args.join(' '), args] as const),
)('latchkey ledger %s is wrong use', async (_, args) => {
  const said: string[] = []
  const output = { out: () => {}, err: (line: string) => void said.push(line) }
  const { db } = place()
  expect(await runHere(['node', 'latchkey', 'ledger', ...args, '--db', db], output)).toBe(2)
  expect(said).toEqual([expect.stringMatching(/^(?:\[ledger\]|ledger)/)])
})
