import { type Consent, createConsent } from '@latchkey/browser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from './api.ts'
import { records } from './records.ts'

const made: Consent[] = []
beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('reportError', vi.fn())
})
afterEach(() => {
  for (const consent of made.splice(0)) consent.destroy()
  vi.unstubAllGlobals()
})

function api(queued: readonly unknown[] = []) {
  const consent = createConsent({
    policy: { version: '1', purposes: [{ id: 'analytics' }, { id: 'marketing' }] },
    regime: { id: 'eu', model: 'opt-in', grantDays: 180, refusalDays: 184 },
    storage: { name: 'none', read: () => null, write: () => true, clear() {} },
  })
  made.push(consent)
  const report = vi.fn()
  const load = () => Promise.reject(new Error('offline'))
  return { api: createApi(consent, records({ load, failed: report }), queued, report), report }
}

describe('$latchkey', () => {
  it('is frozen and gives no handle on the store (C3)', () => {
    const { api: page } = api()
    expect(Object.isFrozen(page)).toBe(true)
    expect(Object.keys(page).sort()).toEqual(
      [
        'ask',
        'deny',
        'destroy',
        'get',
        'grant',
        'history',
        'isGranted',
        'open',
        'push',
        'ready',
        'receipt',
        'subscribe',
        'whenGranted',
        'withdraw',
      ].sort(),
    )
    expect(Object.isFrozen(page.get())).toBe(true)
    expect(Object.isFrozen(page.get().standings)).toBe(true)
  })

  it('answers calls from before the script had come in their order', async () => {
    const { api: page, report } = api([
      ['grant'],
      ['deny', ['marketing']],
      ['grant', ['marketing']],
      ['deny', ['analytics']],
    ])
    await vi.waitFor(() => expect(page.get().phase).toBe('decided'))
    expect([page.isGranted('analytics'), page.isGranted('marketing')]).toEqual([false, true])
    expect(report).not.toHaveBeenCalled()
  })

  it('takes calls by push, with and without arguments, after it has come', async () => {
    const { api: page } = api()
    const run = vi.fn()
    page.push(['whenGranted', 'analytics', run], 'grant')
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1))
  })

  it.each([
    ['nosuch', 'nosuch'],
    [['grnt', ['analytics']], 'grnt'],
    [['constructor'], 'constructor'],
    [['__proto__'], '__proto__'],
    [['toString'], 'toString'],
    [['ready'], 'ready'],
    [['store'], 'store'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[], 'undefined'],
  ])('reports the unknown method of %o, runs nothing and goes on (C109, B6)', async (call, got) => {
    const { api: page, report } = api([call, ['grant']])
    expect(report).toHaveBeenCalledTimes(1)
    expect(report.mock.calls[0]?.[0]).toMatchObject({ code: 'C109', where: '$latchkey.push', got })
    await vi.waitFor(() => expect(page.isGranted('analytics')).toBe(true))
  })

  it('gives errors of what it calls to reportError, and throws none itself', async () => {
    const error = new Error('theirs')
    const { api: page } = api([['grant']])
    const run = () => {
      throw error
    }
    page.push(['whenGranted', 'analytics', run])
    await vi.waitFor(() => expect(reportError).toHaveBeenCalledWith(error))
  })
})
