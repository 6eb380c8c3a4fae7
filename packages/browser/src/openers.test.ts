import { createStore } from '@latchkey/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EU, freshPage, leavePage, readyStore, settled } from './fakes.ts'
import { hasOpener, openers } from './openers.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

function press(inside: string): MouseEvent {
  document.body.innerHTML = inside
  const event = new MouseEvent('click', { bubbles: true, cancelable: true })
  document.querySelector('b')?.dispatchEvent(event)
  return event
}

/** Opens the page at an address. The test's browser tells of the change by a timer, in some set-ups the test's own. */
async function arriveAt(hash: string): Promise<void> {
  const told = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }))
  window.location.hash = hash
  vi.runOnlyPendingTimers()
  await told
}

it.each([
  ['<a href="#privacy-choices"><b>Choices</b></a>', 'preferences'],
  ['<button data-latchkey-open="preferences"><b>Choices</b></button>', 'preferences'],
  ['<button data-latchkey-open="banner"><b>Choices</b></button>', 'banner'],
  ['<a href="#other"><b>Other</b></a>', 'banner'],
  ['<b data-latchkey-grant="analytics" data-latchkey-action="accept">Win!</b>', 'banner'],
])('a press on %s leads to %s, and grants nothing (B8)', async (inside, surface) => {
  const store = readyStore('analytics')
  openers()(store)
  const event = press(inside)
  await settled()
  expect(store.get().surface).toBe(surface)
  expect(event.defaultPrevented).toBe(surface === 'preferences')
  expect(store.get().standings.analytics?.granted).toBe(false)
})

it('an address that ends in #privacy-choices opens them once the rules are known', async () => {
  await arriveAt('#privacy-choices')
  const store = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
  openers()(store)
  expect(store.get().surface).toBe('none')
  const ready = { type: 'ready', regime: EU, signals: { gpc: null }, snapshot: null, at: 0 } as const
  store.send(ready)
  await settled()
  expect(store.get().surface).toBe('preferences')
  store.send({ type: 'hide' })
  store.send(ready)
  await settled()
  expect(store.get().surface).toBe('banner')
})

it('listens no longer once it is left', async () => {
  const store = readyStore('analytics')
  const leave = openers()(store)
  leave?.()
  press('<a href="#privacy-choices"><b>Choices</b></a>')
  await arriveAt('#privacy-choices')
  window.dispatchEvent(new Event('hashchange'))
  await settled()
  expect(store.get().surface).toBe('banner')
})

it('knows whether the page has a way back of its own', () => {
  expect(hasOpener(document)).toBe(false)
  document.body.innerHTML = '<footer><a href="#privacy-choices">Privacy choices</a></footer>'
  expect(hasOpener(document)).toBe(true)
})
