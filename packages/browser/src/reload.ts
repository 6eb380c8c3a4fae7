import { listen } from './listen.ts'
import { afterPaint } from './schedule.ts'

/**
 * Reloads the page after the next paint, once, whoever asks for it and how often: services that cannot stop, marked
 * scripts that have run, and other copies of this code. The decision has been written and recorded by then. What they
 * share stands at the window under a symbol, because parts that come in files of their own share nothing else, and no
 * element can take its place (B5). `cause` is the input that took the grant back.
 */
export function reloadOnce(window: Window, cause: string | undefined): void {
  const going = Symbol.for('latchkey.reload')
  if (Object.hasOwn(window, going) || (cause === 'ready' && cameByReload(window))) return
  Reflect.set(window, going, true)
  // A shopper who is on the way to another page is not called back, but a way that leads nowhere (a download) must not
  // keep running what cannot stop.
  let patience = 0
  const { navigation } = window as { readonly navigation?: EventTarget }
  if (navigation)
    listen<Event & Leaving>(navigation, 'navigate', ({ destination }) => {
      if (destination?.sameDocument === false) patience = 3000
    })
  const reload = () => window.location.reload()
  afterPaint(window, () => (patience ? window.setTimeout(reload, patience) : reload()))
}

/** What is read of a `NavigateEvent`, which not every browser has. */
interface Leaving {
  readonly destination?: { readonly sameDocument?: unknown }
}

/**
 * What takes a grant back on arrival (a signal that the rules of a new place honour, say) does so on every page: a
 * page that has come by a reload must not end in another.
 */
function cameByReload({ performance }: Window): boolean {
  const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return arrival?.type === 'reload'
}
