import { type Condition, type ConsentStore, createStore, type Problem } from '@latchkey/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  deny,
  EU,
  freshPage,
  grant,
  heldScripts,
  leavePage,
  nextPaint,
  problemList,
  readyStore,
  settled,
} from './fakes.ts'
import { type GateOptions, gate } from './gate.ts'
import type { Service, ServiceContext } from './service.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

/** A service that writes down what is asked of it. */
function listed(calls: string[], service: Partial<Service> & Pick<Service, 'id' | 'needs'>): Service {
  const note = (step: 'hold' | 'start' | 'update' | 'stop') => (context: ServiceContext) => {
    calls.push(`${service.id} ${step}`)
    return service[step]?.(context)
  }
  return { ...service, hold: note('hold'), start: note('start'), update: note('update'), stop: note('stop') }
}

function gated(services: GateOptions['services'], store = readyStore('analytics', 'marketing')) {
  const problems = problemList()
  const made = gate({ services, nonce: 'n0nce', report: problems.report })
  const leave = made(store)
  return { store, problems: problems.all, gate: made, leave: () => leave?.() }
}

/** Lets the chunk that purges arrive. */
async function purged(): Promise<void> {
  await vi.dynamicImportSettled()
  await settled()
}

const ready = (store: ConsentStore, gpc: boolean | null = null, model: 'opt-in' | 'opt-out' = 'opt-in') =>
  store.send({
    type: 'ready',
    regime: { ...EU, model, honours: { gpc: 'all' } },
    signals: { gpc },
    snapshot: null,
    at: Date.now(),
  })

describe('when a service runs', () => {
  it('it is held first, and starts nothing while nothing is granted (A1)', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' }), false, null, undefined])
    expect(calls).toEqual(['a hold'])
    grant(store, 'marketing')
    await nextPaint()
    expect(calls).toEqual(['a hold'])
  })

  it('it starts at once where a stored or a legal grant holds already', () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    ready(store, null, 'opt-out')
    expect(calls).toEqual(['a hold', 'a start'])
  })

  it('it starts after the next paint where the grant is a press', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    grant(store, 'analytics')
    expect(calls).toEqual(['a hold'])
    await nextPaint()
    expect(calls).toEqual(['a hold', 'a start'])
  })

  it('it never starts where a refusal comes between press and paint (A7)', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    grant(store, 'analytics')
    deny(store, 'analytics')
    await nextPaint()
    expect(calls).toEqual(['a hold'])
  })

  it('it starts once for a grant, a refusal and a grant before the paint', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    grant(store, 'analytics')
    deny(store, 'analytics')
    vi.advanceTimersByTime(1)
    grant(store, 'analytics')
    await nextPaint()
    await nextPaint()
    expect(calls).toEqual(['a hold', 'a start'])
  })

  it('it needs its whole condition', async () => {
    const calls: string[] = []
    const { store } = gated([
      listed(calls, { id: 'both', needs: { every: ['analytics', 'marketing'] } }),
      listed(calls, { id: 'either', needs: { some: ['analytics', 'marketing'] } }),
      listed(calls, { id: 'nosuch', needs: 'nosuch' }),
    ])
    grant(store, 'analytics')
    await nextPaint()
    grant(store, 'marketing')
    await nextPaint()
    expect(calls.filter((call) => call.endsWith('start'))).toEqual(['either start', 'both start'])
  })

  it('a purpose of the page’s polluted prototype opens nothing (B6)', async () => {
    const calls: string[] = []
    Object.defineProperty(Object.prototype, 'nosuch', { value: { granted: true }, configurable: true })
    try {
      const { store } = gated([listed(calls, { id: 'a', needs: 'nosuch' })])
      grant(store, 'analytics')
      await nextPaint()
    } finally {
      Reflect.deleteProperty(Object.prototype, 'nosuch')
    }
    expect(calls).toEqual(['a hold'])
  })

  it('it hears of other purposes while it runs, and of none while it does not', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    grant(store, 'analytics')
    await nextPaint()
    grant(store, 'marketing')
    deny(store, 'analytics')
    deny(store, 'marketing')
    expect(calls).toEqual(['a hold', 'a start', 'a update', 'a stop'])
  })

  it('opening and closing surfaces does not concern it', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    grant(store, 'analytics')
    await nextPaint()
    store.send({ type: 'show', surface: 'preferences' })
    store.send({ type: 'hide' })
    expect(calls).toEqual(['a hold', 'a start'])
  })

  it('it is told what is granted, and gets the page by its context', async () => {
    const seen: unknown[] = []
    const hold = (context: ServiceContext) =>
      seen.push(context.isGranted('analytics'), context.window === globalThis)
    const start = (context: ServiceContext) => void seen.push(context.isGranted('analytics'))
    const { store } = gated([{ id: 'a', needs: 'analytics', hold, start }])
    grant(store, 'analytics')
    await nextPaint()
    expect(seen).toEqual([false, true, true])
  })

  it('one that comes later is held, and starts at once if it may', async () => {
    const calls: string[] = []
    const { store, gate } = gated([])
    grant(store, 'analytics')
    gate.add(listed(calls, { id: 'a', needs: 'analytics' }))
    gate.add(listed(calls, { id: 'b', needs: 'marketing' }))
    expect(calls).toEqual(['a hold', 'a start', 'b hold'])
    expect(gate.services.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('it is stopped, and nothing starts, once the gate is left', async () => {
    const calls: string[] = []
    const { store, leave } = gated([
      listed(calls, { id: 'a', needs: 'analytics' }),
      listed(calls, { id: 'b', needs: 'marketing' }),
    ])
    grant(store, 'analytics')
    await nextPaint()
    grant(store, 'marketing')
    leave()
    await nextPaint()
    grant(store, 'analytics', 'marketing')
    await nextPaint()
    expect(calls).toEqual(['a hold', 'b hold', 'a start', 'a update', 'a stop'])
  })
})

describe('withdrawal', () => {
  const vendor: Service = {
    id: 'v',
    needs: 'analytics',
    keys: [{ kind: 'local', name: '_v' }],
    start: ({ loadScript }) => loadScript('https://v.example/v.js'),
  }

  it('stops in the same task, takes the scripts out and purges the keys (A7)', async () => {
    const made = heldScripts()
    const calls: string[] = []
    const { store } = gated([listed(calls, vendor)])
    grant(store, 'analytics')
    await nextPaint()
    expect(made[0]).toMatchObject({ nonce: 'n0nce', src: 'https://v.example/v.js', isConnected: true })
    localStorage.setItem('_v', '1')
    deny(store, 'analytics')
    expect(calls.at(-1)).toBe('v stop')
    expect(made[0]?.isConnected).toBe(false)
    await purged()
    expect(localStorage.getItem('_v')).toBeNull()
  })

  it('reports once what came back within five seconds (C205)', async () => {
    heldScripts()
    const { store, problems } = gated([vendor])
    grant(store, 'analytics')
    await nextPaint()
    deny(store, 'analytics')
    await purged()
    for (let second = 0; second < 6; second++) {
      localStorage.setItem('_v', '1')
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(problems).toEqual([{ code: 'C205', where: 'v', got: '_v' }])
    expect(localStorage.getItem('_v')).toBe('1')
  })

  it('reports once, too, where a grant came in between', async () => {
    heldScripts()
    const { store, problems } = gated([vendor])
    for (let turn = 0; turn < 2; turn++) {
      grant(store, 'analytics')
      await nextPaint()
      deny(store, 'analytics')
      await purged()
    }
    localStorage.setItem('_v', '1')
    await vi.advanceTimersByTimeAsync(6000)
    expect(problems).toEqual([{ code: 'C205', where: 'v', got: '_v' }])
  })

  it('can be taken back any number of times', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    for (let turn = 0; turn < 4; turn++) {
      grant(store, 'analytics')
      await nextPaint()
      deny(store, 'analytics')
    }
    const turn = ['a start', 'a stop']
    expect(calls).toEqual(['a hold', ...turn, ...turn, ...turn, ...turn])
  })

  it('leaves the keys of a service that was granted again', async () => {
    heldScripts()
    const { store, problems } = gated([vendor])
    grant(store, 'analytics')
    await nextPaint()
    deny(store, 'analytics')
    grant(store, 'analytics')
    localStorage.setItem('_v', '1')
    await purged()
    vi.advanceTimersByTime(6000)
    expect(localStorage.getItem('_v')).toBe('1')
    expect(problems).toEqual([])
  })

  it('by an opt-out signal, and by another tab, stops too (A3)', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    ready(store, null, 'opt-out')
    ready(store, true, 'opt-out')
    expect(calls).toEqual(['a hold', 'a start', 'a stop'])
  })

  it('by another tab stops at once (A3, BR-8)', async () => {
    const calls: string[] = []
    const { store } = gated([listed(calls, { id: 'a', needs: 'analytics' })])
    grant(store, 'analytics')
    await nextPaint()
    store.send({ type: 'adopt', snapshot: null, at: Date.now() })
    expect(calls).toEqual(['a hold', 'a start', 'a stop'])
  })

  it('keys that an earlier page left behind are purged where the purpose was refused, and only there', async () => {
    const keys = [{ kind: 'local', name: '_v*' }] as const
    localStorage.setItem('_v', '1')
    const store = readyStore('analytics', 'marketing')
    gated([{ id: 'a', needs: 'analytics', keys }], store)
    vi.advanceTimersByTime(300)
    await purged()
    expect(localStorage.getItem('_v')).toBe('1')
    deny(store, 'marketing')
    gated([{ id: 'm', needs: 'marketing', keys }], store)
    vi.advanceTimersByTime(300)
    await purged()
    expect(localStorage.getItem('_v')).toBeNull()
  })
})

describe('a refusal of a service that has not run', () => {
  function refusals(needs: Condition, store = readyStore('analytics', 'marketing')) {
    const refuse = vi.fn()
    const made = gated([{ id: 'a', needs, refuse }], store)
    return { ...made, times: () => refuse.mock.calls.length }
  }

  it('reaches it in the same task', () => {
    const { store, times } = refusals('analytics')
    expect(times()).toBe(0)
    deny(store, 'analytics')
    expect(times()).toBe(1)
  })

  it.each<[string, Condition, readonly string[], readonly string[], boolean]>([
    ['all of which one is refused', { every: ['analytics', 'marketing'] }, [], ['marketing'], true],
    ['any of which one is still open', { some: ['analytics', 'marketing'] }, [], ['marketing'], false],
    [
      'any of which all are refused',
      { some: ['analytics', 'marketing'] },
      [],
      ['analytics', 'marketing'],
      true,
    ],
    [
      'all of which one is granted and one open',
      { every: ['analytics', 'marketing'] },
      ['analytics'],
      [],
      false,
    ],
    ['another purpose', 'analytics', ['marketing'], [], false],
    ['a purpose that is not there', 'nosuch', [], ['analytics'], true],
  ])('that needs %s: %#', (_, needs, granted, denied, told) => {
    const { store, times } = refusals(needs)
    const before = times()
    grant(store, ...granted)
    deny(store, ...denied)
    expect(times() > before).toBe(told)
  })

  it('reaches one that joins after it, and one whose gate is left', () => {
    const store = readyStore('analytics')
    const { times, leave } = refusals('analytics', store)
    leave()
    expect(times()).toBe(1)
    deny(store, 'analytics')
    expect(refusals('analytics', store).times()).toBe(1)
  })

  it('by an opt-out signal counts', () => {
    const { store, times } = refusals('analytics')
    ready(store, true)
    expect(times()).toBe(1)
  })

  it('is not what an open question or unknown rules are', () => {
    const store = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
    const { times } = refusals('analytics', store)
    ready(store)
    store.send({ type: 'show', surface: 'preferences' })
    store.send({ type: 'hide' })
    expect(times()).toBe(0)
  })

  it('is not what a withdrawal is: that stops it', async () => {
    const { store, times } = refusals('analytics')
    grant(store, 'analytics')
    await nextPaint()
    deny(store, 'analytics')
    expect(times()).toBe(0)
  })

  it('comes too where it meets the grant before the paint', async () => {
    const { store, times } = refusals('analytics')
    grant(store, 'analytics')
    deny(store, 'analytics')
    expect(times()).toBe(1)
  })
})

describe('a reload', () => {
  const stubborn: Service = { id: 's', needs: 'analytics', reload: true }
  const reload = () => vi.spyOn(window.location, 'reload').mockImplementation(() => {})

  it('follows once when a service is withdrawn that cannot stop', async () => {
    const spy = reload()
    const { store } = gated([stubborn])
    grant(store, 'analytics')
    await nextPaint()
    deny(store, 'analytics')
    deny(store, 'analytics', 'marketing')
    expect(spy).not.toHaveBeenCalled()
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(1)
  })

  it('follows once, whatever number of services cannot stop', async () => {
    const spy = reload()
    const { store } = gated([
      stubborn,
      { ...stubborn, id: 't' },
      { ...stubborn, id: 'u', needs: 'marketing' },
    ])
    grant(store, 'analytics', 'marketing')
    await nextPaint()
    deny(store, 'analytics')
    deny(store, 'marketing')
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['navigate', 1],
    ['back_forward', 1],
    ['reload', 0],
  ])('by rules that deny on arrival follows a «%s» %d times, or it would never end', async (type, times) => {
    vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as PerformanceNavigationTiming])
    const spy = reload()
    const { store } = gated([stubborn])
    ready(store, null, 'opt-out')
    ready(store, true, 'opt-out')
    await nextPaint()
    expect(spy).toHaveBeenCalledTimes(times)
  })

  it.each<[string, Service, readonly string[], readonly string[]]>([
    ['of a service that has not run', stubborn, [], ['analytics']],
    ['of another purpose', stubborn, ['analytics', 'marketing'], ['marketing']],
    ['of a service that can stop', { id: 's', needs: 'analytics' }, ['analytics'], ['analytics']],
    [
      'that leaves the service running',
      { ...stubborn, needs: { some: ['analytics', 'marketing'] } },
      ['analytics', 'marketing'],
      ['marketing'],
    ],
  ])('does not follow a withdrawal %s', async (_, service, granted, denied) => {
    const spy = reload()
    const { store } = gated([service])
    grant(store, ...granted)
    await nextPaint()
    deny(store, ...denied)
    await nextPaint()
    expect(spy).not.toHaveBeenCalled()
  })
})

describe('a vendor’s mistake (C204)', () => {
  const wrong = () => {
    throw new Error('vendor')
  }
  const rejects = async () => wrong()
  it.each<[string, Partial<Service>, readonly string[]]>([
    ['in hold', { hold: wrong }, ['hold']],
    ['in start', { start: wrong }, ['start']],
    ['in start, later', { start: rejects }, ['start']],
    ['in update', { update: wrong }, ['update']],
    ['in stop', { stop: wrong }, ['stop']],
    ['in stop, later', { stop: rejects }, ['stop']],
  ])('%s is reported and touches no other service', async (_, broken) => {
    const calls: string[] = []
    const { store, problems } = gated([
      { id: 'bad', needs: 'analytics', ...broken },
      listed(calls, { id: 'good', needs: 'analytics' }),
    ])
    grant(store, 'analytics')
    await nextPaint()
    grant(store, 'marketing')
    deny(store, 'analytics')
    await settled()
    expect(calls).toEqual(['good hold', 'good start', 'good update', 'good stop'])
    expect(problems).toEqual<Problem[]>([{ code: 'C204', where: 'bad', got: 'Error: vendor' }])
  })
})
