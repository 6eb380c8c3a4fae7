import type { BrowserContext } from '@playwright/test'
import { type Engine, openShopper } from './browsers.ts'
import { wait } from './leave.ts'
import { type Site, startSite } from './site.ts'

/** Ways in which storage fails, as functions that run in the page before everything else (threat model D4). */
export const breaks: Readonly<Record<string, () => void>> = {
  'localStorage is denied'() {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
  },
  'localStorage is missing'() {
    Object.defineProperty(window, 'localStorage', { value: undefined })
  },
  'localStorage cannot be read'() {
    Storage.prototype.getItem = () => {
      throw new DOMException('corrupt', 'InvalidStateError')
    }
  },
  'localStorage is full'() {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  },
  'localStorage is slow'() {
    const { setItem } = Storage.prototype
    Storage.prototype.setItem = function (this: Storage, key: string, value: string) {
      for (const until = performance.now() + 50; performance.now() < until; );
      setItem.call(this, key, value)
    }
  },
  'IndexedDB is missing'() {
    Object.defineProperty(window, 'indexedDB', { value: undefined })
  },
  'IndexedDB throws at open'() {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError')
    }
  },
  'IndexedDB fails to open'() {
    const { open } = IDBFactory.prototype
    // A version below the one that is there.
    IDBFactory.prototype.open = function (this: IDBFactory, name: string) {
      const first = open.call(this, name, 9)
      first.addEventListener('success', () => first.result.close())
      return open.call(this, name, 1)
    }
  },
  'IndexedDB never opens'() {
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
  },
  'IndexedDB is blocked'() {
    const { open } = IDBFactory.prototype
    const blocker = open.call(indexedDB, 'latchkey', 1)
    blocker.onupgradeneeded = () => blocker.result.createObjectStore('outbox')
    IDBFactory.prototype.open = function (this: IDBFactory, name: string) {
      return open.call(this, name, 2)
    }
  },
  'IndexedDB takes nothing'() {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  },
  'IndexedDB aborts'() {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      const request = put.call(this, value, key)
      this.transaction.abort()
      return request
    }
  },
  'IndexedDB’s connection is closed'() {
    const { transaction } = IDBDatabase.prototype
    IDBDatabase.prototype.transaction = function (
      this: IDBDatabase,
      ...args: Parameters<typeof transaction>
    ) {
      this.close()
      return transaction.apply(this, args)
    }
  },
  'everything is cleared at the press'() {
    document.addEventListener(
      'click',
      () =>
        setTimeout(() => {
          localStorage.clear()
          indexedDB.deleteDatabase('latchkey')
        }),
      true,
    )
  },
  'cookies are off'() {
    Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {}, configurable: true })
  },
  'cookies are denied, and all else too'() {
    const denied = {
      get() {
        throw new DOMException('denied', 'SecurityError')
      },
      configurable: true,
    }
    Object.defineProperty(Document.prototype, 'cookie', denied)
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, denied)
  },
}

/** Options of {@link runStorage}. */
export interface StorageOptions {
  readonly engine: Engine
  readonly sdk: string
  /** @default all of them */
  readonly ways?: Readonly<Record<string, () => void>> | undefined
}

/**
 * Visits the shop with storage broken in each way: nothing may be granted before the press, the banner must work, the
 * decision must hold for the page and arrive once, and no error may go uncaught. Answers with what was otherwise.
 */
export async function runStorage({ engine, sdk, ways = breaks }: StorageOptions): Promise<readonly string[]> {
  const [site, shopper] = [await startSite({ sdk }), await openShopper(engine)]
  const found: string[] = []
  try {
    for (const [name, way] of Object.entries(ways)) {
      const context = await shopper.visit()
      const wrong = await visit(site, context, way).catch((error: Error) => [
        error.message.split('\n')[0] ?? '',
      ])
      found.push(...wrong.map((what) => `${engine}, ${name}: ${what}`))
      await context.close().catch(() => {})
    }
    return found
  } finally {
    await shopper.close().catch(() => {})
    await site.close()
  }
}

interface Page {
  $latchkey: { isGranted(purpose: string): boolean }
  uncaught: string[]
  warned: string[]
}

async function visit(site: Site, context: BrowserContext, way: () => void): Promise<readonly string[]> {
  const wrong: string[] = []
  // What names nothing like a function's method does not parse alone.
  const text = String(way).replace(/^'[^']*'\(\)|^\w+\(\)/, 'function ()')
  site.prelude(`(${watch})();(${text})()`)
  const before = (await site.decided()).length
  const page = await context.newPage()
  await page.goto(site.origin)
  const accept = page.locator('#latchkey [data-latchkey-action="accept"]')
  await accept.waitFor({ timeout: 10_000 })
  const granted = () => page.evaluate(() => (window as unknown as Page).$latchkey.isGranted('analytics'))
  if (await granted()) wrong.push('granted before anybody was asked')
  await accept.click()
  await accept.waitFor({ state: 'hidden', timeout: 5000 })
  if (!(await granted())) wrong.push('the decision does not hold for the page')
  const until = performance.now() + 8000
  while (performance.now() < until && (await site.decided()).length === before) await wait(50)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await wait(300)
  const arrived = (await site.decided()).length - before
  if (arrived !== 1) wrong.push(`arrived ${arrived} times`)
  const { uncaught, warned } = await page.evaluate(() => {
    const { uncaught, warned } = window as unknown as Page
    return { uncaught, warned }
  })
  wrong.push(...uncaught.map((what) => `uncaught: ${what}`))
  const places = warned.map((line) => line.split(':')[0])
  if (new Set(places).size < places.length) wrong.push(`warned twice: ${warned.join(' | ')}`)
  return wrong
}

/** Runs in the page first: keeps what nobody catches, and what the console warns of. */
function watch(): void {
  const page = window as unknown as Page
  page.uncaught = []
  page.warned = []
  addEventListener('error', ({ message }) => void page.uncaught.push(message))
  addEventListener('unhandledrejection', ({ reason }) => void page.uncaught.push(String(reason)))
  document.addEventListener('latchkey:problem', (event) => {
    const { code, where } = (event as CustomEvent<{ code: string; where: string }>).detail
    if (code === 'C304') page.warned.push(`${code} ${where}`)
  })
}
