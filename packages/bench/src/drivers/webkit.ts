import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Readable } from 'node:stream'
import type { Driver } from './driver.ts'

const BROWSERS = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
]

/** WebKitGTK's own small browser, by WebDriver, on a virtual screen. `undefined`: not installed. */
export async function webkitDriver(proxyPort: number): Promise<Driver | undefined> {
  const binary = BROWSERS.find((path) => existsSync(path))
  if (!binary || !existsSync('/usr/bin/WebKitWebDriver') || !existsSync('/usr/bin/Xvfb')) return undefined
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const display = await firstLine(screen.stdio[3] as Readable) // the pipe asked for above
  const port = await freePort()
  const server = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display}` },
  })
  const base = `http://127.0.0.1:${port}`
  await until(() => fetch(`${base}/status`).then((response) => response.ok))

  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(base + path, {
      method,
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
    })
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } } // W3C WebDriver, 6.3
    if (!response.ok)
      throw new Error(`[bench] WebKitWebDriver ${path}: ${value.error}, ${value.message?.slice(0, 300)}`)
    return value
  }

  const { sessionId, capabilities } = await call<{
    sessionId: string
    capabilities: { browserVersion: string }
  }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        acceptInsecureCerts: true,
        'webkitgtk:browserOptions': {
          binary,
          args: ['--automation', `--proxy=http://127.0.0.1:${proxyPort}`],
        },
      },
    },
  })
  const session = `/session/${sessionId}`
  await call('POST', `${session}/timeouts`, { script: 20_000, pageLoad: 20_000 })
  const first = await call<string>('GET', `${session}/window`)
  const focus = (handle: string) => call('POST', `${session}/window`, { handle })

  return {
    engine: 'webkit',
    version: capabilities.browserVersion,
    async newTab() {
      const { handle } = await call<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' })
      return {
        async open(url) {
          await focus(handle)
          await call('POST', `${session}/url`, { url })
        },
        async evaluate<T>(body: string) {
          await focus(handle)
          const script = `const done = arguments[0]; (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }))`
          const { value, error } = await call<{ value: T; error?: string }>(
            'POST',
            `${session}/execute/async`,
            { script, args: [] },
          )
          if (error) throw new Error(`[bench] webkit: ${error}`)
          return value
        },
        async close() {
          await focus(handle)
          await call('DELETE', `${session}/window`)
          await focus(first)
        },
      }
    },
    async close() {
      await call('DELETE', session).catch(() => {}) // the processes are ended below in any case
      await Promise.all([end(server), end(screen)])
    },
  }
}

function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve) => stream.once('data', (bytes: Buffer) => resolve(bytes.toString().trim())))
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('[bench] WebKitWebDriver: expected it to answer within 5 s, got nothing.')
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill()
  })
}
