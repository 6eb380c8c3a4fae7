import { existsSync } from 'node:fs'
import { checkLedger } from '@latchkey/ledger'
import { wrongUse } from './command.ts'
import type { LedgerAction } from './ledger-action.ts'

/** `latchkey ledger check`: the check of every start, without serving; names the first entry that does not hold. */
export const ledgerCheck: LedgerAction = async ({ place, say }) => {
  if (!place.isServer && !existsSync(place.db)) throw wrongUse('ledger check: --db names no file.')
  const store = place.store()
  try {
    const [key, vault] = [place.key(), place.vault()]
    await store.prepare(vault)
    const check = await checkLedger({ store, key, vault, ...place.beside })
    const outside = check.kept ? 'and the kept checkpoint is in it' : 'and no checkpoint was kept outside'
    say(`holds: ${check.entries} entries of ${check.origin}, ${outside}`, { holds: true, ...check })
    return 0
  } catch (error) {
    if (!(error instanceof Error && /^\[ledger\] (?:start|check): /.test(error.message))) throw error
    const code = 'code' in error ? { code: error.code } : {}
    say(`does not hold\n${error.message}`, { holds: false, ...code, problem: error.message })
    return 1
  } finally {
    await store.close()
  }
}
