import { whenIdle } from '@latchkey/browser'
import type { Change, ConsentState, Extension, ReportProblem } from '@latchkey/core'
import type { Proof } from '@latchkey/proof'
import { hasPending } from '@latchkey/proof/pending'

/** Options of {@link records}. */
export interface RecordsOptions {
  readonly window: Window & typeof globalThis
  readonly load: () => Promise<Proof>
  readonly report: ReportProblem
}

/** What the page's own history comes from, loaded when it is first needed. */
export interface Records {
  readonly extension: Extension
  readonly history: Proof['history']
  readonly receipt: Proof['receipt']
  /** The question is about to be put: have the code at hand before the press. */
  warm(): void
}

/** Decisions that were made before the code that proves them was there; one key each, written in the press's own task. */
const RAW = 'latchkey.raw.'

type Noted = readonly [state: ConsentState, change: Change]

/**
 * Proves decisions with code that is loaded on demand. Until it is there, each decision is written down as it is,
 * in the very task it was made in, so that leaving the page loses nothing.
 */
export function records({ window, load, report }: RecordsOptions): Records {
  const noted: { readonly key: string; readonly what: Noted }[] = []
  let proof: Proof | undefined
  let loading: Promise<Proof> | undefined

  function need(): Promise<Proof> {
    loading ??= load().then(
      (loaded) => {
        proof = loaded
        for (const { key, what } of [...left(), ...noted.splice(0)]) {
          loaded.record(...what)
          forget(key)
        }
        loaded.flush()
        return loaded
      },
      (error) => {
        loading = undefined
        report({ code: 'C112', where: 'records', got: String(error) })
        throw error
      },
    )
    return loading
  }

  function note(state: ConsentState, change: Change): void {
    const key = `${RAW}${Date.now()}.${noted.length}`
    noted.push({ key, what: [state, change] })
    if (change.input.type !== 'decide') return
    try {
      const { regime, signals, policy } = state
      window.localStorage.setItem(key, JSON.stringify([{ regime, signals, policy }, change]))
    } catch {
      // storage is off: it is sent from memory as soon as the code is here
    }
  }

  /** What an earlier page wrote down and had no time to prove. */
  function left(): typeof noted {
    try {
      const mine = new Set(noted.map(({ key }) => key))
      return Object.keys(window.localStorage)
        .filter((key) => key.startsWith(RAW) && !mine.has(key))
        .sort()
        .flatMap((key) => {
          try {
            return [{ key, what: JSON.parse(window.localStorage.getItem(key) ?? '') as Noted }]
          } catch {
            forget(key) // cut short or written by somebody else
            return []
          }
        })
    } catch {
      return []
    }
  }

  function forget(key: string): void {
    try {
      window.localStorage.removeItem(key)
    } catch {
      // storage is off: nothing was written
    }
  }

  const quietly = () => void need().catch(() => {}) // reported already

  return {
    extension(store) {
      const unsubscribe = store.subscribe((state, change) => {
        const { type } = change.input
        const matters =
          type === 'shown' ||
          Object.keys(change.choices).length > 0 ||
          (type === 'ready' && change.denied.length > 0)
        if (!matters) return
        if (proof) return proof.record(state, change)
        note(state, change)
        quietly()
      })
      whenIdle(window, () => {
        if (!proof && (hasPending(window) || left().length > 0)) quietly()
      })
      return unsubscribe
    },
    history: async () => (await need()).history(),
    receipt: async (id) => (await need()).receipt(id),
    warm: quietly,
  }
}
