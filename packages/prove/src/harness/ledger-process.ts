import { spawn } from 'node:child_process'
import { join } from 'node:path'

const CLI = join(import.meta.dirname, '../../../cli/src/cli.ts')
/** What operators install. */
const BUILT = join(import.meta.dirname, '../../../cli/dist/cli.js')
export const TOKEN = 'a-token-for-proofs-only-0123456789abcdef'

/** Arguments that make Node run our command line from source. */
export const FROM_SOURCE = ['--conditions=latchkey-source', '--no-warnings']

/**
 * The command line: what has just been built where `LATCHKEY_BUILT` says so, as `npm test` and `npm run prove` do. From
 * source it takes three times as long to start, and 40 MB more for the types.
 */
export const commandLine = (): readonly string[] =>
  process.env.LATCHKEY_BUILT === '1' ? [BUILT] : [...FROM_SOURCE, CLI]

export interface LedgerProcessOptions {
  /** A file, or an address of PostgreSQL. */
  readonly db: string
  /** A command in front that becomes the ledger in the end: `strace -D …`. */
  readonly before?: readonly string[] | undefined
  /** A bug that is loaded into the process before anything else: a file in `seeds/`. */
  readonly seed?: string | undefined
  readonly flags?: readonly string[] | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

export interface LedgerEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** The ledger as an operator runs it. */
export interface LedgerProcess {
  readonly url: string
  readonly pid: number
  readonly vkey: string
  readonly ended: Promise<LedgerEnd>
  /** What it has printed so far. */
  output(): string
  kill(signal: NodeJS.Signals): Promise<LedgerEnd>
}

/** Milliseconds to start in: a busy machine is slow, and a log of half a million entries takes a minute. */
const START = 300_000

/** It ended before it served. */
export interface Refusal extends LedgerEnd {
  readonly refused: string
}

export async function startLedger(options: LedgerProcessOptions): Promise<LedgerProcess> {
  const started = await tryToStart(options)
  if ('refused' in started)
    throw new Error(`[prove] ledger: expected it to serve, got exit ${started.code}: ${started.refused}`)
  return started
}

export async function tryToStart(options: LedgerProcessOptions): Promise<LedgerProcess | Refusal> {
  const { db, before = [], seed, flags = [], env = {} } = options
  const preload = seed ? [`--import=${join(import.meta.dirname, '../seeds', `${seed}.ts`)}`] : []
  const words = [...before, process.execPath, ...preload, ...commandLine()]
  const [command = '', ...rest] = [...words, 'ledger', 'serve', '--db', db, '--port', '0', ...flags]
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LATCHKEY_ADMIN_TOKEN: TOKEN, ...env },
  })
  let printed = ''
  let serving: () => void = () => {}
  const served = new Promise<void>((resolve) => {
    serving = resolve
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      printed += text
      if (/listening on \S+\s/.test(printed)) serving()
    })
  }
  const ended = new Promise<LedgerEnd>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  // One that neither serves nor ends would hold up everything.
  const impatience = setTimeout(() => child.kill('SIGKILL'), START)
  const end = await Promise.race([served, ended])
  clearTimeout(impatience)
  if (end) return { ...end, refused: printed.trim() }
  const [, address = ''] = /listening on (http[^\s"]+)/.exec(printed) ?? []
  const [vkey = ''] = /[^\s"]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,}/.exec(printed) ?? []
  const pid = child.pid ?? 0
  return {
    url: address.replace('//localhost', '//127.0.0.1'),
    pid,
    vkey,
    ended,
    output: () => printed,
    kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs `latchkey …` to its end. */
export function latchkey(args: readonly string[]): Promise<LedgerEnd & { readonly output: string }> {
  const child = spawn(process.execPath, [...commandLine(), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, output }))
  })
}
