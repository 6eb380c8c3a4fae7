import { keepCookie } from '@latchkey/browser'
import type { ConsentStore, ReportProblem } from '@latchkey/core'
import { beaconTransport, fetchTransport, type Proof, proof } from '@latchkey/proof'
import type { Config } from '../config.ts'
import { type Noted, RAW } from '../records.ts'
import { readSettings } from '../settings.ts'

/** Options of {@link startProof}. */
export interface StartProofOptions {
  readonly config: Config
  readonly store: ConsentStore
  /** What was decided on this page before this code was here. */
  readonly noted: Noted[]
  readonly build: string
  readonly report: ReportProblem
}

/** Takes over what was written down before, on this page and earlier ones, and proves from now on. */
export function startProof({ config, store, noted, build, report }: StartProofOptions): Proof {
  const { site, records } = readSettings(config)
  const started = proof({
    site: site || location.hostname,
    transports: records
      ? [
          fetchTransport(records, { answered: keepCookie({ address: records, store }) }),
          beaconTransport(records),
        ]
      : [],
    ui: build,
    report,
  })
  for (const { key, what } of [...leftBehind(noted), ...noted.splice(0)]) {
    const id = key.slice(RAW.length)
    const raw = takeAway(key) // makes room for its record
    const kept = started.record(...what, id.length === 36 ? id : undefined) // elsewhere than in a secure context it is a time
    if (raw && !kept) putBack(key, raw)
  }
  // It delivers from now on; of changes it is told by name, in its place before the gate.
  started({ ...store, subscribe: () => () => {} })
  return started
}

function takeAway(key: string): string | null {
  try {
    const raw = localStorage.getItem(key)
    localStorage.removeItem(key)
    return raw
  } catch {
    return null // storage is off: nothing was written
  }
}

/** The journal did not take the record: what was written down stays until there is a receipt. */
function putBack(key: string, raw: string): void {
  try {
    localStorage.setItem(key, raw)
  } catch {
    // Another tab has used the room in between; memory and the database have the record.
  }
}

/** What an earlier page wrote down and had no time to prove, oldest first. */
function leftBehind(noted: readonly Noted[]): readonly Noted[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(RAW) && !noted.some((own) => own.key === key))
      .flatMap((key) => {
        try {
          return [{ key, what: JSON.parse(localStorage.getItem(key) ?? '') as Noted['what'] }]
        } catch {
          localStorage.removeItem(key) // cut short, or somebody else's
          return []
        }
      })
      .sort((a, b) => madeAt(a) - madeAt(b))
  } catch {
    return [] // storage is off: nothing was written
  }
}

function madeAt({ what: [, { input }] }: Noted): number {
  return input.type === 'decide' ? input.at : 0
}
