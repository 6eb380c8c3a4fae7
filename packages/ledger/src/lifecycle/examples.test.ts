import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { folder, recordOf, secretOf, TOKEN } from '../ledger.example.ts'
import { serverOf, shelf } from './servers.example.ts'

const examples = join(import.meta.dirname, '../../../../examples/ledger')
const secret = secretOf('shopper')

beforeEach(() => {
  const path = folder()
  vi.resetModules()
  vi.stubEnv('LATCHKEY_DB', join(path, 'latchkey.db'))
  vi.stubEnv('LATCHKEY_SIGNING_KEY', Buffer.alloc(32, 1).toString('base64'))
  vi.stubEnv('LATCHKEY_KEK', Buffer.alloc(32, 2).toString('base64'))
  vi.stubEnv('LATCHKEY_ADMIN_TOKEN', TOKEN)
  const before = process.cwd()
  process.chdir(path)
  onTestFinished(() => {
    process.chdir(before)
    vi.unstubAllEnvs()
  })
})

const listening = async (listener: RequestListener) => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A record goes in, and a proof of it comes out, below the address of the shop. */
async function works(ask: (path: string, init?: RequestInit) => Promise<Response>) {
  const body = JSON.stringify({ site: 'shop.example', secret, records: [recordOf(secret)] })
  const sent = await ask('/latchkey/v1/records', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  })
  expect(sent.status).toBe(200)
  expect((await sent.json()).results).toMatchObject([{ status: 'stored', receipt: { seq: 0 } }])
  expect(await (await ask('/latchkey/v1/receipts/0')).text()).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 0\n/)
  const large = await ask('/latchkey/v1/records', {
    ...{ method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(70_000) },
  })
  expect(large.status).toBe(413)
  expect((await ask('/latchkey/v1/nothing')).status).toBe(404)
}

describe('the example', { timeout: 60_000 }, () => {
  test('for serverless platforms works', async () => {
    const { default: handler } = await import(join(examples, 'serverless.ts'))
    await works((path, init) => handler.fetch(new Request(`https://shop.example${path}`, init)))
  })

  test('for serverless platforms leaves no file, and wants an address for its checkpoint', async () => {
    vi.stubEnv('LATCHKEY_FILES', '')
    const ask = async () => {
      const { default: handler } = await import(join(examples, 'serverless.ts'))
      return handler.fetch(new Request('https://shop.example/latchkey/v1/health'))
    }
    await expect(ask()).rejects.toThrow('LATCHKEY_KEEP_CHECKPOINT: expected an address')
    vi.resetModules()
    const kept = shelf()
    vi.stubEnv('LATCHKEY_KEEP_CHECKPOINT', await serverOf(kept.answer))
    expect((await ask()).status).toBe(200)
    expect(readdirSync('.').filter((name) => !name.startsWith('latchkey.db'))).toEqual([])
  })

  test('keeps its journal of erasures wherever its checkpoint lies (G4)', async () => {
    vi.stubEnv('LATCHKEY_KEEP_CHECKPOINT', await serverOf(shelf().answer))
    const { default: handler } = await import(join(examples, 'serverless.ts'))
    await works((path, init) => handler.fetch(new Request(`https://shop.example${path}`, init)))
    const headers = { authorization: `Bearer ${secret}` }
    await handler.fetch(
      new Request('https://shop.example/latchkey/v1/subject', { method: 'DELETE', headers }),
    )
    expect(readFileSync('latchkey.erasures', 'utf8')).toContain('"entries":[0]')
  })

  test('for serverless platforms counts a client by the platform’s own header, if it is told which', async () => {
    vi.stubEnv('LATCHKEY_ADDRESS_HEADER', 'x-platform-address')
    const { peerOf } = await import(join(examples, 'open-ledger.ts'))
    const headers = { 'x-platform-address': '203.0.113.9', 'x-forwarded-for': '198.51.100.1' }
    expect(peerOf(new Request('https://shop.example/', { headers }))).toEqual({ address: '203.0.113.9' })
    vi.stubEnv('LATCHKEY_ADDRESS_HEADER', '')
    expect(peerOf(new Request('https://shop.example/', { headers }))).toEqual({ address: undefined })
  })

  test('in a Next route works', async () => {
    const route = await import(join(examples, 'next/app/latchkey/[...path]/route.ts'))
    await works((path, init) =>
      route[init?.method ?? 'GET'](new Request(`https://shop.example${path}`, init)),
    )
    expect(Object.keys(route).toSorted()).toEqual([
      'DELETE',
      'GET',
      'OPTIONS',
      'POST',
      'PUT',
      'dynamic',
      'runtime',
    ])
  })

  test('in hono works, and leaves the shop alone', async () => {
    const { app } = await import(join(examples, 'with-hono.ts'))
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await works((path, init) => fetch(url + path, init))
    expect(await (await fetch(url)).text()).toBe('The shop.')
  })

  test('in express works, and leaves the shop alone', async () => {
    const { app } = await import(join(examples, 'with-express.js'))
    const url = await listening(app)
    await works((path, init) => fetch(url + path, init))
    expect(await (await fetch(url)).text()).toBe('The shop.')
  })

  test('of a systemd unit is one that systemd understands', ({ skip }) => {
    const file = join(examples, 'latchkey.service')
    const unit = readFileSync(file, 'utf8')
    expect(unit).toMatch(/^UMask=0077$/m)
    expect(unit).toMatch(/^RestartPreventExitStatus=2$/m)
    if (!existsSync('/usr/bin/systemd-analyze')) skip('systemd-analyze is not here')
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
    })
    // It may miss the program, which is not installed here; anything else would be a mistake in the unit.
    const mistakes = `${stdout}${stderr}`
      .split('\n')
      .filter(
        (line) => line.includes('latchkey.service') && !/is not executable|Command .* not found/.test(line),
      )
    expect(mistakes).toEqual([])
  })

  test('of a container names nothing that is not there, and no root', () => {
    const lines = readFileSync(join(examples, 'Containerfile'), 'utf8').split('\n')
    const instructions = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split(' ')[0])
    expect(instructions).toEqual([
      ...['FROM', 'WORKDIR', 'RUN', 'USER', 'VOLUME', 'ENV', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD'],
    ])
    const command = JSON.parse(lines.findLast((line) => line.startsWith('CMD'))?.slice(4) ?? '')
    expect(command.slice(1, 3)).toEqual(['ledger', 'serve'])
    expect(lines).toContain('USER node')
  })
})
