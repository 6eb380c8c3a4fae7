import type { Change, ConsentState, Extension, ProblemCode, ReportProblem } from '@latchkey/core'
import { digest, type Receipt, writeRecord } from '@latchkey/record'
import { isSendable } from './batch.ts'
import type { Entry } from './entry.ts'
import { deniedBySignal, type Facts, factsOfDecision, factsOfShown, factsOfSignal } from './facts.ts'
import { guardStorage } from './guarded-storage.ts'
import { type HistoryEntry, historyEntry } from './history.ts'
import { outbox } from './outbox.ts'
import { browserPlatform, type Platform } from './platform.ts'
import { SECRET, subjectOnDevice } from './subject.ts'
import type { Transport } from './transport.ts'

const SIGNAL = 'latchkey.signal'

export interface ProofOptions {
  /** The site's name for itself, as it stands in every record. */
  readonly site: string
  /**
   * Where records go. A record leaves the outbox when all of them have settled it. With none, or with copies only,
   * decisions are kept on this device.
   */
  readonly transports?: Transport | readonly (Transport | false | null | undefined)[] | undefined
  /** SHA-256 (hex) or version of the build that shows the notices. */
  readonly ui: string
  readonly report: ReportProblem
  /** @default the browser that this runs in */
  readonly platform?: Platform | undefined
}

/** An extension that keeps and delivers a record of every decision. */
export type Proof = Extension & {
  /**
   * Does what the subscription does, for changes that came before this code was loaded. Of the state it reads
   * `regime`, `signals` and `policy`; of a signal's also `standings` and `snapshot`. On a prerendered page it waits
   * in memory only: keep what you wrote down until the page is seen.
   *
   * @param id A UUID in lower case that a decision was written down under: two tabs that find it make one record.
   * @returns Whether it stands where the next page finds it. What was written down under `latchkey.raw.<id>` is taken away
   * with the receipt.
   */
  record(state: ConsentState, change: Change, id?: string): boolean
  /** This device's own records, newest first; at most the 100 newest that are settled. Never rejects. */
  history(): Promise<readonly HistoryEntry[]>
  /** The ledger's receipt for a record, by the record's id; `null` if there is none on this device. Never rejects. */
  receipt(id: string): Promise<Receipt | null>
  /** Opens the database ahead of a decision and delivers what earlier pages left. Call it when a click is likely. */
  warm(): void
  /** Tries to deliver now. */
  flush(): void
  /** How many records wait for a receipt, as far as this page knows. */
  pending(): number
  /** What opens the records of this device's subject at the ledger, and what erases them; `null` before the first record. */
  secret(): string | null
  /**
   * Has the subject of this device forgotten: by `ask`, which is handed the subject's secret and says whether it was done,
   * then here, with what still waits. Nothing is delivered meanwhile; the next record begins a new subject. Resolves
   * with `false` where `ask` does, and rejects where it does; then all stays as it is.
   */
  forget(ask: (secret: string) => Promise<boolean>): Promise<boolean>
}

/**
 * Makes a record of every decision and delivers it: into a journal and onto the network within the click's own task,
 * into IndexedDB right after, out of both when its receipt has come. Before the first decision nothing is
 * stored or sent (LR-1, BR-5): that a notice was shown goes out together with the decision on it. On a page that is
 * prerendered nothing is recorded until it is seen (BR-7).
 *
 * @example
 * const keep = proof({
 *   site: 'shop.example',
 *   transports: fetchTransport('/latchkey'),
 *   ui: '1.4.0',
 *   report: ({ code, where }) => console.warn(code, where),
 * })
 * const stop = keep(store)
 */
export function proof(options: ProofOptions): Proof {
  const { site, ui, report, platform = browserPlatform() } = options
  const { window, document } = platform
  const transports = [options.transports].flat().filter((one) => !!one)
  const local = transports.every(({ copy, lastResort }) => copy || lastResort)
  const once = new Set<string>()
  const broken = () => reportOnce('C304', 'storage')
  const storage = guardStorage(() => platform.storage(), broken)
  const box = outbox({ site, transports, platform, storage, report, reportOnce })
  const device = subjectOnDevice(storage, () => hex(platform.random(16)))
  const named = new Map<string, string>()
  const shown: Facts[] = []
  let unseen: (() => void)[] = []
  let signalled = false

  function reportOnce(code: ProblemCode, where: string): void {
    if (!once.has(code)) report({ code, where })
    once.add(code)
  }

  /** Runs a task now, or when a prerendered page is seen. Type-checked: a named element may pose as the member. */
  function whenSeen(task: () => void): void {
    if (document.prerendering === true) unseen.push(task)
    else task()
  }

  function safely(task: () => void): void {
    try {
      task()
    } catch {
      broken() // a guest must not break the click that it hangs on
    }
  }

  function record(state: ConsentState, change: Change, id?: string): boolean {
    let kept = false
    whenSeen(() =>
      safely(() => {
        kept = take(state, change, id)
      }),
    )
    return kept
  }

  function take(state: ConsentState, change: Change, id?: string): boolean {
    const { input } = change
    if (input.type === 'shown') {
      const facts = factsOfShown(state, input)
      const again = shown.some(({ via, notice }) => via === facts.via && notice === facts.notice)
      if (!again) shown.push(facts)
      digestOf(facts.notice) // ahead of the click
    } else if (input.type === 'decide' && Object.keys(change.choices).length > 0) {
      return (
        (id !== undefined && box.knows(id)) ||
        write([...shown.splice(0), factsOfDecision(state, change, input)], id)
      )
    } else if (input.type === 'ready') {
      // Comes before the first paint, where reading storage is dear; nobody clicked, so it can wait.
      platform.idle(() => safely(() => takeSignal(state, change, input.at)))
    }
    return true // nothing that has to outlive this page
  }

  /** Once per change of the signal, not per page (PR-2). That a browser says nothing does not mean that it ended. */
  function takeSignal(state: ConsentState, change: Change, at: number): void {
    const { gpc, dnt } = state.signals
    const before = signalled || storage.get(SIGNAL) === '1'
    const on = gpc === true || dnt === true
    const denied = on && !before ? deniedBySignal(state) : []
    if (!denied.length && !(before && gpc === false && !on)) return
    signalled = on
    write([factsOfSignal(state, change, at, denied)])
    if (on) storage.set(SIGNAL, '1')
    else storage.remove(SIGNAL)
  }

  function write(facts: readonly Facts[], last?: string): boolean {
    const entries = facts.map((fact, i): Entry => {
      const from = device.next()
      const { subject, link } = from
      const notice = fact.notice ?? ''
      const record = {
        v: 1,
        id: (i === facts.length - 1 && last) || uuid(),
        site,
        subject,
        ...link,
        ...fact,
        notice: digestOf(notice),
        ui,
      } as const
      const text = writeRecord(record)
      device.advance(from, text)
      // Without a ledger nobody needs the secret or the words.
      const more = local ? { secret: '', notice: '' } : { secret: from.secret, notice: words(notice) }
      return { state: 'pending', text, record, receipt: null, proof: null, ...more }
    })
    const kept = box.add(entries)
    platform.idle(() => void box.warm())
    return kept
  }

  /** The name of a notice. Mostly what is answered are the words that were shown, and a click is no time for sums. */
  function digestOf(notice: string | null | undefined): string | null {
    if (!notice) return null
    const name = named.get(notice) ?? digest(notice)
    named.set(notice, name)
    return name
  }

  /** The words, unless no ledger takes so many. The record names them all the same. */
  function words(notice: string): string {
    if (isSendable(notice)) return notice
    reportOnce('C303', 'notice')
    return ''
  }

  /** Version 4 (RFC 9562); `crypto.randomUUID` is missing on pages that are not a secure context. */
  function uuid(): string {
    const digits = hex(platform.random(16))
    return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-')
  }

  function join(store: Parameters<Extension>[0]): () => void {
    box.pause(false)
    if (local) reportOnce('C301', 'proof')
    const seen = () => {
      const tasks = unseen
      unseen = []
      for (const task of tasks) task()
    }
    // No `unload`: it would keep the page out of the back/forward cache (BR-8). Capturing, since some do not bubble.
    const occasions = ['online', 'pageshow', 'visibilitychange', 'pagehide']
    window.addEventListener('prerenderingchange', seen, true)
    for (const type of occasions) window.addEventListener(type, box.flush, true)
    window.addEventListener('storage', forgottenElsewhere)
    const unsubscribe = store.subscribe((state, change) => record(state, change))
    whenSeen(() =>
      platform.idle(() => {
        // A device without a subject has nothing in the database, and must get none before a decision (LR-1).
        const wake = () => void box.warm()
        if (box.recall() || device.exists()) wake()
        // A browser that was killed has lost what it had not written: localStorage's last seconds, and the subject there.
        else
          platform.isDatabaseThere().then(
            (there) => there && wake(),
            () => {},
          )
        box.flush()
      }),
    )
    return () => {
      unsubscribe()
      window.removeEventListener('prerenderingchange', seen, true)
      for (const type of occasions) window.removeEventListener(type, box.flush, true)
      window.removeEventListener('storage', forgottenElsewhere)
      box.pause(true)
    }
  }

  /** Another tab had the subject erased: what waits here under the old secret must not bring it back (G3). */
  function forgottenElsewhere(event: Event): void {
    const { key, oldValue, newValue } = event as StorageEvent // it is the only kind of this name
    if (key === SECRET && oldValue && oldValue !== newValue) box.drop(oldValue)
  }

  async function forget(ask: (secret: string) => Promise<boolean>): Promise<boolean> {
    const secret = device.secret()
    box.pause(true)
    try {
      if (secret !== null && !(await ask(secret))) return false
      device.forget()
      await box.clear()
      return true
    } finally {
      box.pause(false)
    }
  }

  const history = async () => (await box.all()).map(historyEntry)
  return Object.freeze(
    Object.assign(join, {
      record,
      history,
      receipt: async (id: string) => (await history()).find((entry) => entry.id === id)?.receipt ?? null,
      warm: () => whenSeen(() => void box.warm()),
      flush: box.flush,
      pending: box.pending,
      secret: device.secret,
      forget,
    }),
  )
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
