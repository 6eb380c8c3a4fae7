import {
  dropFormerKeks,
  rotateKek,
  rotateKekFile,
  rotateKey,
  rotateKeyFile,
  signingKey,
} from '@latchkey/ledger'
import { wrongUse } from './command.ts'
import type { LedgerAction } from './ledger-action.ts'
import { note } from './ledger-noted.ts'

/** `latchkey ledger rotate-key`: another signing key, from the next commit on. */
export const ledgerRotateKey: LedgerAction = async ({ env, place, say }) => {
  const store = place.store()
  const { beside, keyFile } = place
  try {
    const vault = place.vault()
    await store.prepare(vault)
    const options = { store, vault, ...beside, now: Date.now }
    const key = place.key()
    if (keyFile === null && !env.LATCHKEY_NEXT_SIGNING_KEY) {
      throw wrongUse('ledger rotate-key: expected the next key in LATCHKEY_NEXT_SIGNING_KEY.')
    }
    await note(store, 'changed the signing key')
    const rotation =
      keyFile === null
        ? await rotateKey({ ...options, key, next: signingKey(env.LATCHKEY_NEXT_SIGNING_KEY ?? '') })
        : await rotateKeyFile({ ...options, file: keyFile })
    const { entry, from, to } = rotation
    say(
      `entry ${entry} changes the key\nfrom ${from}\nto   ${to}\nRestart the ledger, and make a new backup.`,
      rotation,
    )
    return 0
  } finally {
    await store.close()
  }
}

/** `latchkey ledger rotate-kek [--drop]`: wraps every subject's key with a new key. */
export const ledgerRotateKek: LedgerAction = async ({ flags, place, say }) => {
  const store = place.store()
  const { kekFile } = place
  try {
    const vault = place.vault()
    await store.prepare(vault)
    if (flags.drop) {
      if (kekFile === null) throw wrongUse('ledger rotate-kek: --drop is for keys in a file.')
      await note(store, 'dropped former key encryption keys')
      const dropped = await dropFormerKeks(store, kekFile)
      say(`dropped ${dropped} former keys`, { dropped })
      return 0
    }
    await note(store, 'changed the key encryption key')
    const wrapped =
      kekFile === null ? await rotateKek({ store, vault }) : await rotateKekFile({ store, file: kekFile })
    say(`wrapped the keys of ${wrapped} subjects. Restart the ledger.`, { wrapped })
    return 0
  } finally {
    await store.close()
  }
}
