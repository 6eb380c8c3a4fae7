import type { ServiceContext } from '@latchkey/browser'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EventOutbox, eventOutbox, type KeepEvents } from './event-outbox.ts'

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(1_795_321_331_999)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const page = (isGranted: () => boolean) => ({ isGranted }) as unknown as ServiceContext // all that it reads

/** Names of the events that go out. */
function sent(outbox: EventOutbox, isGranted = () => true): readonly unknown[] {
  const names: unknown[] = []
  outbox.send(page(isGranted), 'analytics', (_, name) => names.push(name))
  return names
}

function filled(keepEvents: KeepEvents, count: number): EventOutbox {
  const outbox = eventOutbox(keepEvents)
  for (let event = 1; event <= count; event++) outbox.keep('event', event)
  return outbox
}

describe('the outbox of events', () => {
  it.each<[unknown, number, readonly number[]]>([
    [undefined, 3, []],
    [false, 3, []],
    [0, 3, []],
    [-2, 3, []],
    ['often', 3, []],
    [Number.NaN, 3, []],
    [2, 3, [2, 3]],
    [true, 3, [1, 2, 3]],
  ])('with keepEvents %j keeps, of %d events, %j', (keepEvents, count, kept) => {
    expect(sent(filled(keepEvents as KeepEvents, count))).toEqual(kept)
  })

  it('keeps the newest, in order, and never more than it has room for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 300 }), (room, count) => {
        const all = Array.from({ length: count }, (_, index) => index + 1)
        expect(sent(filled(room, count))).toEqual(all.slice(-room))
      }),
      { numRuns: 50 },
    )
    expect(sent(filled(true, 150))).toHaveLength(100)
  })

  it.each<[string, readonly unknown[], (readonly unknown[])?]>([
    ['an event without parameters', ['event', 'a'], ['event', 'a', { event_time: 1_795_321_331 }]],
    ['one with', ['trackEvent', 'a', { x: 1 }], ['trackEvent', 'a', { x: 1, event_date: 1_795_321_331 }]],
    ['one with no object there', ['track', 'a', null], ['track', 'a', { event_time: 1_795_321_331 }]],
    [
      'one with parameters elsewhere, and more behind them',
      ['trackSingle', '1', 'a', { x: 1 }, { id: 2 }],
      ['trackSingle', '1', 'a', { x: 1, event_time: 1_795_321_331 }, { id: 2 }],
    ],
    ['a call that is none', ['init', '1']],
    ['one named alike', ['eventual', 'a']],
    ['a page view', ['event', 'page_view', { x: 1 }]],
    ['a page view of one pixel', ['trackSingle', '1', 'PageView']],
    ['nothing', []],
    ['what cannot be read', [Symbol('event')]],
  ])('of %s keeps a copy with its time, or nothing', (_, call, kept) => {
    const outbox = eventOutbox(true)
    outbox.keep(...call)
    const deliver = vi.fn()
    outbox.send(
      page(() => true),
      'analytics',
      deliver,
    )
    expect(deliver.mock.calls).toEqual(kept ? [kept] : [])
  })

  it('sends once, and keeps nothing afterwards', () => {
    const outbox = filled(true, 2)
    expect(sent(outbox)).toEqual([1, 2])
    outbox.keep('event', 3)
    expect(sent(outbox)).toEqual([])
  })

  it('is empty and shut once it was dropped', () => {
    const outbox = filled(true, 2)
    outbox.drop()
    outbox.keep('event', 3)
    expect(sent(outbox)).toEqual([])
  })

  it('asks before each event, and drops what is not granted any more', () => {
    const outbox = filled(true, 4)
    const isGranted = vi.fn().mockReturnValueOnce(true).mockReturnValueOnce(true).mockReturnValue(false)
    expect(sent(outbox, isGranted)).toEqual([1, 2])
    expect(isGranted).toHaveBeenCalledWith('analytics')
    expect(sent(outbox)).toEqual([])
  })
})
