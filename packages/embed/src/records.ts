import { whenIdle } from '@latchkey/browser'
import type { Change, ConsentState, Extension } from '@latchkey/core'
import type { Proof } from '@latchkey/proof'

/** Options of {@link records}. */
export interface RecordsOptions {
  /** Fetches the code that proves, and hands it what was decided before it was there. */
  readonly load: (noted: Noted[]) => Promise<Proof>
  /** Told when that code could not be had; it is fetched again at the next need. */
  readonly failed: (error: unknown) => void
}

/** A decision from before the code that proves it was there. */
export interface Noted {
  readonly key: string
  readonly what: readonly [state: ConsentState, change: Change]
}

/** The extension, and the code behind it. */
export interface Records extends Extension {
  /** Fetches that code if it is not here yet. Rejects if it cannot be had; that is reported already. */
  need(): Promise<Proof>
}

/** Where such decisions are written down, one key each. */
export const RAW = 'latchkey.raw.'

/**
 * Proves decisions with code that is loaded when there is something to prove. Until it is there, each decision is
 * written down as it is, in the very task it was made in, so that leaving the page loses nothing.
 */
export function records({ load, failed }: RecordsOptions): Records {
  const noted: Noted[] = []
  let proof: Proof | undefined
  let loading: Promise<Proof> | undefined

  const need = (): Promise<Proof> => {
    loading ??= load(noted).then(
      (loaded) => {
        proof = loaded
        return loaded
      },
      (error) => {
        loading = undefined
        failed(error)
        throw error
      },
    )
    return loading
  }
  const quietly = () => void need().catch(() => {}) // reported already

  const extension: Extension = (store) => {
    whenIdle(window, () => {
      try {
        const keys = Object.keys(localStorage).join()
        // Left by an earlier page: as it was (`raw`), or already a record (`outbox`). An answer without a subject: the
        // browser was killed before it had written what is here, and the database may still have the record.
        if (/latchkey\.[ro]/.test(keys) || (store.get().snapshot && !/latchkey\.su/.test(keys))) quietly()
      } catch {
        // storage is off: nothing was left
      }
    })
    return store.subscribe((state, change) => {
      const { type } = change.input
      const said = type === 'ready' ? change.denied : Object.keys(change.choices)
      if (!said.length && type !== 'shown') return
      if (proof) return proof.record(state, change)
      // The key is the record's id too: two tabs that both find it make one record of it.
      const key = RAW + (crypto.randomUUID?.() ?? Date.now())
      noted.push({ key, what: [state, change] })
      try {
        if (type === 'decide') localStorage.setItem(key, JSON.stringify([state, change]))
      } catch {
        // storage is off: it is sent from memory as soon as the code is here
      }
      quietly()
    })
  }
  return Object.assign(extension, { need })
}
