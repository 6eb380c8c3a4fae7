import type { ConsentInput, Extension } from '@latchkey/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { deny, freshPage, leavePage, readyStore, settled } from './fakes.ts'
import { lazy } from './lazy.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

function decided() {
  const store = readyStore('analytics')
  deny(store, 'analytics')
  return store
}

it('loads nothing while there is no work, and once when there is', async () => {
  const store = decided()
  const extension = vi.fn<Extension>()
  const load = vi.fn(async () => extension)
  lazy({ load })(store)
  await settled()
  expect(load).not.toHaveBeenCalled()
  store.send({ type: 'show', surface: 'preferences' })
  store.send({ type: 'show', surface: 'banner' })
  await settled()
  store.send({ type: 'show', surface: 'preferences' })
  await settled()
  expect(load).toHaveBeenCalledTimes(1)
  expect(extension.mock.calls).toEqual([[store]])
})

it('loads at once where there is work when it joins', async () => {
  const load = vi.fn(async () => () => {})
  lazy({ load })(readyStore('analytics'))
  expect(load).toHaveBeenCalledTimes(1)
})

it('loads when it is wanted, before or after it has joined', async () => {
  for (const early of [true, false]) {
    const load = vi.fn(async () => () => {})
    const extension = lazy({ load, when: () => false })
    if (early) extension.want()
    expect(load).not.toHaveBeenCalled()
    extension(decided())
    if (!early) extension.want()
    expect(load).toHaveBeenCalledTimes(1)
  }
})

it('says what it was needed for to whoever loads, since the extension comes too late to hear it', async () => {
  const load = vi.fn(async () => () => {})
  const store = decided()
  lazy({ load })(store)
  const show: ConsentInput = { type: 'show', surface: 'card', purpose: 'analytics', near: document.body }
  store.send(show)
  expect(load).toHaveBeenCalledWith(expect.objectContaining({ input: show }))
})

it('says that loading failed and tries again at the next need (D4)', async () => {
  const store = readyStore('analytics')
  const failed = vi.fn()
  const extension = vi.fn<Extension>()
  const load = vi.fn(async (): Promise<Extension> => extension).mockRejectedValueOnce(new Error('offline'))
  lazy({ load, failed })(store)
  await settled()
  expect(failed).toHaveBeenCalledWith(new Error('offline'))
  store.send({ type: 'show', surface: 'preferences' })
  await settled()
  expect(extension).toHaveBeenCalledTimes(1)
})

it('leaves what it has loaded, and does not join what comes after it was left', async () => {
  const stop = vi.fn()
  const leave = lazy({ load: async () => () => stop })(readyStore('analytics'))
  await settled()
  leave?.()
  expect(stop).toHaveBeenCalledTimes(1)

  const late = vi.fn<Extension>()
  lazy({ load: async () => late })(readyStore('analytics'))?.()
  await settled()
  expect(late).not.toHaveBeenCalled()
})
