import type { Extension, ReportProblem } from '@latchkey/core'
import { hooks } from './hooks.ts'
import { judge, type Listing } from './judge.ts'
import { patcher } from './patch.ts'
import type { Realm } from './realm.ts'

/** Options of {@link guard}. */
export interface GuardOptions {
  /** What is guarded: services are listings too. A host on several is free when one of them is granted. */
  readonly listings: readonly Listing[]
  /** Told once of every host that was stopped (C206). */
  readonly report?: ReportProblem | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** The guard of a page. */
export interface Guard extends Extension {
  /** Lets one element ask for what it likes: the shopper wanted just this one. */
  exempt(element: Element): void
}

/**
 * Stops requests to listed hosts before they leave, whatever makes them, while nothing they need is granted. The page
 * sees the failures that it knows from the platform: a rejected `fetch`, an `error` event, `false` from a beacon.
 * It stops nothing that is not listed, nothing of the page's own host, and nothing that left before it stood.
 *
 * @example
 * createConsent({ policy, regime, use: [guard({ listings: [{ hosts: ['*.tracker.example'], needs: 'marketing' }] })] })
 */
export function guard({ listings, report = () => {}, window = globalThis.window }: GuardOptions): Guard {
  const exempt = new WeakSet<Element>()
  const extension: Extension = (store) => {
    if (!listings.some(({ hosts }) => hosts?.length)) return
    const judging = judge({ listings, state: store.get, report, window })
    const undo: (() => void)[] = []
    const changed: (() => void)[] = []
    const guarded = new WeakSet<object>()
    let on = true
    let connections: WeakRef<Connection>[] = []

    /** Puts the hooks into a page: this one, or that of a frame, whose hooks go when it goes. */
    function stand(page: Realm['window'], leave: Realm['leave'], undo: (() => void)[]): void {
      if (guarded.has(page.Document)) return
      guarded.add(page.Document)
      const realm: Realm = {
        window: page,
        patch: patcher(() => on, undo),
        ...judging,
        exempt,
        leave,
        changed: (tell) => void changed.push(tell),
        watch(connection) {
          connections.push(new window.WeakRef(connection as Connection))
          return connection
        },
        enter(pages) {
          for (let index = 0; index < pages.length; index++) {
            try {
              stand(pages[index] as Realm['window'], () => {}, [])
            } catch {
              // another origin's page: its requests are its own
            }
          }
        },
      }
      for (const hook of hooks) hook(realm)
    }

    stand(window as Realm['window'], (stop) => void undo.push(stop), undo)
    undo.push(
      store.subscribe(() => {
        connections = connections.filter((reference) => {
          const connection = reference.deref()
          const stays = connection && !judging.refuses(connection.url)
          if (!stays) connection?.close()
          return stays
        })
        for (const tell of changed) tell()
      }),
    )
    return () => {
      on = false
      for (const stop of undo.splice(0)) stop()
    }
  }
  return Object.assign(extension, { exempt: (element: Element) => void exempt.add(element) })
}

/** What `WebSocket` and `EventSource` have in common. */
interface Connection {
  readonly url: string
  close(): void
}
