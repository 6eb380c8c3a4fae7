import { readFileSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { type Controller, type LedgerEvent, readController, serve } from '@latchkey/ledger'
import { type ExitCode, list, text, wrongUse } from './command.ts'
import { type LedgerAction, policyOf } from './ledger-action.ts'

/** `latchkey ledger serve`: runs until a signal or a failed commit. */
export const ledgerServe: LedgerAction = async ({ flags, env, place, say, warn }): Promise<ExitCode> => {
  const port = Number(text(flags.port ?? env.LATCHKEY_PORT, '8787'))
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrongUse('ledger serve: --port is no port.')
  const retention = policyOf(flags, env)
  const address = text(flags.witness ?? env.LATCHKEY_WITNESS, '')
  const sites = list(flags.sites ?? env.LATCHKEY_SITES)
  // What a request leaves behind is soon gone. Left to itself, V8 lets it pile up to three times 16 MB: a ledger under full
  // load takes 150 MB of memory with this line, and 250 without, for the same records a second.
  setFlagsFromString('--semi-space-growth-factor=1')
  const controller = controllerIn(text(flags.controller ?? env.LATCHKEY_CONTROLLER, ''))
  const running = await serve({
    store: place.store(),
    key: place.key(),
    vault: place.vault(),
    ...place.beside,
    retention,
    ...(address ? { witness: { address, key: text(flags.witnessKey ?? env.LATCHKEY_WITNESS_KEY, '') } } : {}),
    ...(sites.length ? { sites } : {}),
    adminToken: env.LATCHKEY_ADMIN_TOKEN || undefined,
    trustProxy: env.LATCHKEY_TRUST_PROXY,
    controller,
    gpcSince: text(flags.gpcSince ?? env.LATCHKEY_GPC_SINCE, '') || null,
    origins: list(flags.origins ?? env.LATCHKEY_ORIGINS),
    base: text(flags.base, '').replace(/\/$/, ''),
    host: text(flags.host, '127.0.0.1'),
    port,
    print: (message) => say(message, { message }),
    // What is no terminal is a log, and logs hold no secrets (threat model H2).
    keepToken: (token) => (process.stdout.isTTY ? token : inFile(`${place.files}.admin-token`, token)),
    onEvent: (event: LedgerEvent) => {
      const { event: name, entries, reason } = event
      if (name === 'unchecked') warn(reason ?? name)
      say(['ledger', name, entries, reason].filter((part) => part !== undefined).join(' '), event)
    },
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.stop())
  return (await running.ended) ? 0 : 1
}

function controllerIn(file: string): Controller | null {
  if (file === '') return null
  let json: string
  try {
    json = readFileSync(file, 'utf8')
  } catch {
    throw wrongUse('ledger serve: --controller takes a file that can be read.')
  }
  return readController(json)
}

function inFile(file: string, token: string): string {
  writeFileSync(file, `${token}\n`, { mode: 0o600 })
  return `in ${file}`
}
