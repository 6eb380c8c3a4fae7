import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freshPage, leavePage } from './fakes.ts'
import { matches, purge, purgeFor } from './purge.ts'
import type { Service } from './service.ts'

let jar: ReturnType<typeof freshPage>
beforeEach(() => {
  jar = freshPage('https://www.shop.example/a/b?c')
})
afterEach(leavePage)

const KINDS = ['cookie', 'local', 'session'] as const

describe('a pattern', () => {
  it.each([
    ['_ga', '_ga', true],
    ['_ga', '_gat', false],
    ['_ga_*', '_ga_ABC', true],
    ['_ga_*', '_ga_', true],
    ['_ga_*', '_ga', false],
    ['*_id', 'x_id', true],
    ['*_id', 'x_id2', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*a*a', 'aa', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['_hj.+', '_hj.+', true],
    ['_hj.', '_hjx', false],
    ['(a+)+$', 'aaaa', false],
  ])('%s on «%s»: %s', (pattern, name, met) => {
    expect(matches(pattern, name)).toBe(met)
  })

  it('means what the same pattern means as a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'))
        expect(matches(pattern, name)).toBe(new RegExp(`^${parts.join('[^]*')}$`).test(name))
      }),
    )
  })

  it('takes steps in line with the name’s length, however hostile (B7)', () => {
    let steps = 0
    const counted = (text: string) =>
      ({
        length: text.length,
        startsWith: (part: string) => text.startsWith(part),
        endsWith: (part: string) => text.endsWith(part),
        indexOf(part: string, from: number) {
          const at = text.indexOf(part, from)
          steps += (at < 0 ? text.length : at) - from + part.length
          return at
        },
      }) as unknown as string // a name that counts how it is looked at
    const name = 'a'.repeat(10_000)
    expect(matches(`${'*a'.repeat(50)}*b`, counted(name))).toBe(false)
    expect(steps).toBeLessThan(3 * name.length)
  })
})

const LATE = [
  { kind: 'indexeddb', name: 'vendor-*' },
  { kind: 'cache', name: 'vendor-*' },
] as const

/** The request of a deletion, as far as it matters. */
interface Deletion {
  readonly onsuccess?: () => void
  readonly onblocked?: () => void
  readonly onerror?: () => void
}

/**
 * A database and a cache of a vendor's, and of the shop's, that come back whenever they are deleted. What a deletion
 * of a database comes to is up to `answer`.
 */
function lateStorages(answer = ({ onsuccess }: Deletion) => onsuccess?.()): readonly string[] {
  const dropped: string[] = []
  vi.spyOn(indexedDB, 'databases').mockResolvedValue([{ name: 'vendor-1' }, { name: 'latchkey' }, {}])
  vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation((name) => {
    dropped.push(`database ${name}`)
    const request: Deletion = {}
    queueMicrotask(() => answer(request))
    return request as unknown as IDBOpenDBRequest // only its events are looked at
  })
  vi.stubGlobal('caches', {
    keys: async () => ['vendor-v1', 'shop-v1'],
    delete: async (name: string) => dropped.push(`cache ${name}`),
  })
  return dropped
}

describe('purging', () => {
  function fill(): void {
    jar.cookie = '_ga=1;path=/;domain=shop.example'
    jar.cookie = '_ga_X=2;path=/a'
    jar.cookie = 'cart=3'
    jar.cookie = 'latchkey=1~a'
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of ['_uet', 'cart', 'latchkey', 'latchkey.outbox.1']) storage.setItem(key, '1')
    }
  }

  it('deletes what the patterns name, each in its own kind, and answers with the names', async () => {
    fill()
    const gone = await purge(window, [
      { kind: 'cookie', name: '_ga' },
      { kind: 'cookie', name: '_ga_*' },
      { kind: 'local', name: '_ue*' },
    ])
    expect([...gone].sort()).toEqual(['_ga', '_ga_X', '_uet'])
    expect(document.cookie).toBe('cart=3; latchkey=1~a')
    expect(Object.keys(localStorage).sort()).toEqual(['cart', 'latchkey', 'latchkey.outbox.1'])
    expect(sessionStorage.getItem('_uet')).toBe('1')
    expect(await purge(window, [{ kind: 'cookie', name: '_ga*' }])).toEqual([])
  })

  it('never deletes a key that no pattern matches, ours in particular (A6)', () => {
    const word = fc.string({ unit: fc.constantFrom('_', 'g', 'a', 'x', '.'), minLength: 1, maxLength: 6 })
    const key = fc.record({
      kind: fc.constantFrom(...KINDS),
      name: fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('*')),
    })
    fc.assert(
      fc.property(fc.array(key, { maxLength: 5 }), fc.uniqueArray(word, { maxLength: 8 }), (keys, names) => {
        localStorage.clear()
        const all = [...names, 'latchkey', 'latchkey.raw.1', 'latchkey.outbox.2']
        for (const name of all) localStorage.setItem(name, '1')
        purge(window, keys)
        for (const name of all) {
          const named = keys.some(({ kind, name: pattern }) => kind === 'local' && matches(pattern, name))
          expect(localStorage.getItem(name) === null).toBe(named)
        }
        expect(localStorage.getItem('latchkey')).toBe('1')
      }),
      { numRuns: 60 },
    )
  })

  it('expires a cookie in every domain, path and partition that this page could have set', () => {
    const written: string[] = []
    vi.spyOn(document, 'cookie', 'get').mockReturnValue('_ga=1; cart=2')
    vi.spyOn(document, 'cookie', 'set').mockImplementation((text) => void written.push(text))
    purge(window, [{ kind: 'cookie', name: '_ga' }])
    expect(written.every((text) => text.startsWith('_ga=;max-age=0;path=/'))).toBe(true)
    for (const path of ['/', '/a', '/a/', '/a/b', '/a/b/']) {
      for (const domain of ['', ';domain=shop.example', ';domain=www.shop.example']) {
        for (const partition of [';secure', ';secure;partitioned'])
          expect(written).toContain(`_ga=;max-age=0;path=${path}${domain}${partition}`)
      }
    }
  })

  it.each([
    ['https:', ';secure', 4],
    ['http:', '', 2],
  ])('on a page by %s writes what the browser takes there', async (protocol, variant, times) => {
    freshPage(`${protocol}//localhost/a`)
    const written: string[] = []
    vi.spyOn(document, 'cookie', 'get').mockReturnValue('__Secure-v=1')
    vi.spyOn(document, 'cookie', 'set').mockImplementation((text) => void written.push(text))
    await purge(window, [{ kind: 'cookie', name: '*v' }])
    expect(written).toContain(`__Secure-v=;max-age=0;path=/a${variant}`)
    expect(new Set(written).size).toBe(times + times / 2)
  })

  it('deletes databases and caches by the same patterns', async () => {
    const dropped = lateStorages()
    expect(await purge(window, LATE)).toEqual(['vendor-1', 'vendor-v1'])
    expect(dropped).toEqual(['database vendor-1', 'cache vendor-v1'])
  })

  it('leaves databases and caches that are granted again while they are looked for', async () => {
    const dropped = lateStorages()
    let refused = true
    const purged = purge(window, LATE, () => refused)
    refused = false
    expect(await purged).toEqual([])
    expect(dropped).toEqual([])
  })

  it('touches neither where no service says that it has any', async () => {
    lateStorages()
    await purge(window, [{ kind: 'cookie', name: '*' }])
    expect(indexedDB.databases).not.toHaveBeenCalled()
  })

  it('goes on where one storage is switched off (D4)', async () => {
    fill()
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    vi.spyOn(indexedDB, 'databases').mockRejectedValue(new Error('denied'))
    const keys = [...KINDS, 'indexeddb' as const, 'cache' as const].map((kind) => ({ kind, name: '_*' }))
    expect([...(await purge(window, keys))].sort()).toEqual(['_ga', '_ga_X', '_uet'])
    expect(sessionStorage.getItem('_uet')).toBeNull()
  })
})

describe('the watch after a withdrawal (D7)', () => {
  const service: Service = { id: 'v', needs: 'analytics', keys: [{ kind: 'local', name: '_v' }] }
  const write = () => localStorage.setItem('_v', '1')

  it('purges for five seconds whatever comes back, and tells it once', async () => {
    const report = vi.fn()
    write()
    purgeFor({ window, service, refused: () => true, report })
    expect(localStorage.getItem('_v')).toBeNull()
    for (const time of [300, 900, 1500, 2300]) {
      write()
      await vi.advanceTimersByTimeAsync(time)
      expect(localStorage.getItem('_v')).toBeNull()
    }
    expect(report.mock.calls).toEqual([[{ code: 'C205', where: 'v', got: '_v' }]])
    write()
    vi.advanceTimersByTime(60_000)
    expect(localStorage.getItem('_v')).toBe('1')
  })

  it('covers databases and caches too', async () => {
    const report = vi.fn()
    const dropped = lateStorages()
    purgeFor({ window, service: { ...service, keys: LATE }, refused: () => true, report })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(report.mock.calls).toEqual([[{ code: 'C205', where: 'v', got: 'vendor-1, vendor-v1' }]])
    expect(dropped).toHaveLength(10)
  })

  it.each<[string, ((request: Deletion) => void) | undefined, readonly string[], number]>([
    ['one that takes its time is not told of, nor deleted twice', () => {}, [], 1],
    ['one that is held open is told of', ({ onblocked }) => onblocked?.(), ['vendor-1'], 1],
    ['one that cannot be deleted is told of, and tried again', ({ onerror }) => onerror?.(), ['vendor-1'], 5],
    ['one that comes back is told of, and deleted again', undefined, ['vendor-1'], 5],
  ])('of databases: %s', async (_, answer, told, times) => {
    const report = vi.fn()
    const dropped = lateStorages(answer)
    purgeFor({ window, service: { ...service, keys: LATE.slice(0, 1) }, refused: () => true, report })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(report.mock.calls.map(([{ got }]) => got)).toEqual(told)
    expect(dropped).toHaveLength(times)
  })

  it('tells nothing where nothing comes back', async () => {
    const report = vi.fn()
    write()
    purgeFor({ window, service, refused: () => true, report })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(report).not.toHaveBeenCalled()
  })

  it('ends with a new grant', async () => {
    let refused = true
    const report = vi.fn()
    purgeFor({ window, service, refused: () => refused, report })
    refused = false
    write()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(localStorage.getItem('_v')).toBe('1')
    expect(report).not.toHaveBeenCalled()
  })
})
