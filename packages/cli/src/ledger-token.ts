import { codeOfToken, type LogStore, makeToken, removeTokens } from '@latchkey/ledger'
import { type ExitCode, list, text, wrongUse } from './command.ts'
import type { LedgerAction, LedgerTask } from './ledger-action.ts'
import { noted } from './ledger-noted.ts'

const DAY = 86_400_000
const ROLES = ['append', 'reader', 'auditor', 'dpo', 'admin'] as const

/** `latchkey ledger token add|list|remove`: on a running ledger, too; what changes counts from the next request on. */
export const ledgerToken: LedgerAction = async (task) => {
  const [verb, ...names] = task.words
  const work = { add, list: show, remove }[verb ?? '']
  if (!work) throw wrongUse('ledger token: expected add, list or remove.')
  const store = task.place.store()
  try {
    await store.prepare(task.place.vault())
    return await work(store, task, names)
  } finally {
    await store.close()
  }
}

async function add(store: LogStore, { flags, say }: LedgerTask): Promise<ExitCode> {
  const role = ROLES.find((one) => one === flags.role)
  if (!role) throw wrongUse('ledger token add: --role is append, reader, auditor, dpo or admin.')
  const days = text(flags.expiresDays, '0')
  if (!/^\d{1,5}$/.test(days)) throw wrongUse('ledger token add: --expires-days is a number of days.')
  const sites = flags.sites === undefined ? null : list(flags.sites)
  const now = Date.now()
  const expires = days === '0' ? null : now + Number(days) * DAY
  const name = text(flags.name, role)
  const token = await noted(store, 'made a token', (writer) =>
    makeToken(writer, { name, role, sites, expires }, now),
  )
  say(token, { token, name, role, sites, expires })
  return 0
}

async function show(store: LogStore, { say }: LedgerTask): Promise<ExitCode> {
  for (const stored of await store.read.tokens()) {
    const { name, role, sites, created, expires } = stored
    const code = codeOfToken(stored)
    const until = expires === null ? 'for ever' : `until ${new Date(expires).toISOString()}`
    say([code, role, sites?.join(',') ?? 'every site', until, name].join('\t'), {
      ...{ code, name, role, sites, created, expires },
    })
  }
  return 0
}

async function remove(store: LogStore, { say }: LedgerTask, names: readonly string[]): Promise<ExitCode> {
  const [which] = names
  if (which === undefined) throw wrongUse('ledger token remove: expected the name or the code of a token.')
  const removed = await noted(store, 'removed tokens', (writer) => removeTokens(writer, which))
  say(`removed ${removed}`, { removed })
  return removed > 0 ? 0 : 1
}
