import {
  checkpointFile,
  createVault,
  type LedgerEvent,
  serve,
  signingKey,
  signingKeyFile,
  sqliteStore,
  vaultFile,
} from '@latchkey/ledger'
import { type Command, type ExitCode, type Output, wrongUse } from './command.ts'

interface ServeFlags {
  readonly db?: unknown
  readonly port?: unknown
  readonly host?: unknown
  readonly base?: unknown
  readonly origins?: unknown
  readonly json?: boolean | undefined
}

/** `latchkey ledger serve`: runs until a signal or a failed commit. Flags win over the environment. */
export const ledgerServe: Command = (cli, output) => {
  cli
    .command('ledger <action>', 'Run a ledger: latchkey ledger serve')
    .option('--db <file>', 'Database file (LATCHKEY_DB, else latchkey.db)')
    .option('--port <port>', 'Port (LATCHKEY_PORT, else 8787; 0 for any that is free)')
    .option('--host <address>', 'Address to listen on (127.0.0.1)')
    .option('--base <path>', 'Path that everything lies below, like /latchkey')
    .option('--origins <list>', 'Origins that may send records, with commas between (LATCHKEY_ORIGINS)')
    .option('--json', 'Print events as JSON, one a line')
    .example('  latchkey ledger serve --db consent.db --port 8787 --origins https://shop.example')
    .action((action: string, flags: ServeFlags) => {
      if (action !== 'serve') throw wrongUse('ledger: expected latchkey ledger serve.')
      return run(flags, process.env, output)
    })
}

async function run(flags: ServeFlags, env: NodeJS.ProcessEnv, { out, err }: Output): Promise<ExitCode> {
  const db = text(flags.db ?? env.LATCHKEY_DB, 'latchkey.db')
  if (/^\w+:\/\//.test(db))
    throw wrongUse('ledger serve: --db takes a file; other stores are not built in yet.')
  // Whatever it would acknowledge would be gone with the process.
  if (db.startsWith(':') || db === '')
    throw wrongUse('ledger serve: --db must be a file that outlives the process.')
  const port = Number(text(flags.port ?? env.LATCHKEY_PORT, '8787'))
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrongUse('ledger serve: --port is no port.')

  // What it writes — records, key, checkpoint — is for its own account only.
  process.umask(0o077)
  const print = (message: string, event: object) => out(flags.json ? JSON.stringify(event) : message)
  const running = await start(() =>
    serve({
      store: sqliteStore(db),
      key: env.LATCHKEY_SIGNING_KEY ? signingKey(env.LATCHKEY_SIGNING_KEY) : signingKeyFile(`${db}.key`),
      vault: env.LATCHKEY_KEK ? createVault(env.LATCHKEY_KEK.split(',')) : vaultFile(`${db}.kek`),
      kept: checkpointFile(`${db}.checkpoint`),
      adminToken: env.LATCHKEY_ADMIN_TOKEN || undefined,
      trustProxy: env.LATCHKEY_TRUST_PROXY,
      origins: text(flags.origins ?? env.LATCHKEY_ORIGINS, '')
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
      base: text(flags.base, '').replace(/\/$/, ''),
      host: text(flags.host, '127.0.0.1'),
      port,
      print: (message) => print(message, { message }),
      onEvent: (event: LedgerEvent) => {
        const { event: name, entries, reason } = event
        print(['ledger', name, entries, reason].filter((part) => part !== undefined).join(' '), event)
      },
    }),
  )
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.stop())
  return (await running.ended) ? 0 : 1
}

/** A ledger that refuses to start says why in one sentence of its own; anything else keeps its name only. */
async function start<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('[ledger]')) throw wrongUse(error.message)
    throw error
  }
}

function text(value: unknown, fallback: string): string {
  return value === undefined || value === '' ? fallback : String(value)
}
