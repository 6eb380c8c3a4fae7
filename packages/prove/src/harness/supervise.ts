import { wait } from './http.ts'
import { type LedgerProcess, type LedgerProcessOptions, tryToStart } from './ledger-process.ts'

/** A ledger that is started again whenever it ends, as systemd would. */
export interface Supervised {
  url(): string | null
  /** The one that runs, as soon as one does. */
  running(): Promise<LedgerProcess>
  starts(): number
  /** Why it did not start when it was last tried. */
  refusal(): string
  stop(): Promise<void>
}

export function supervise(options: LedgerProcessOptions): Supervised {
  let current: LedgerProcess | null = null
  let stopping = false
  let starts = 0
  let refusal = ''
  const loop = async () => {
    while (!stopping) {
      const started = await tryToStart(options)
      starts += 1
      if ('refused' in started) {
        refusal = started.refused
        await wait(200)
        continue
      }
      current = started
      if (stopping) await started.kill('SIGTERM')
      await started.ended
      current = null
    }
  }
  const done = loop()
  return {
    url: () => current?.url ?? null,
    async running() {
      while (current === null) await wait(20)
      return current
    },
    starts: () => starts,
    refusal: () => refusal,
    async stop() {
      stopping = true
      await current?.kill('SIGTERM')
      await done
    },
  }
}
