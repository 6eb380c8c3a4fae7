import type { Problem } from '@latchkey/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Latchkey } from './api.ts'

// The script tag brings most of the packages along, chunk by chunk.
vi.setConfig({ testTimeout: 20_000 })

const page = window as Window & { $latchkey?: unknown }
const problems: Problem[] = []
const hear = (event: Event) => problems.push((event as CustomEvent<Problem>).detail)

beforeEach(() => {
  vi.resetModules()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  problems.length = 0
  delete page.$latchkey
  document.addEventListener('latchkey:problem', hear)
})
afterEach(() => {
  ;(page.$latchkey as Latchkey | undefined)?.destroy?.()
  document.removeEventListener('latchkey:problem', hear)
  Reflect.deleteProperty(document, 'currentScript')
  vi.restoreAllMocks()
})

/** The tag that the browser says is running. */
function running(attributes: Readonly<Record<string, string>>): void {
  const tag = document.createElement('script')
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(`data-${name}`, value)
  vi.spyOn(Document.prototype, 'currentScript', 'get').mockReturnValue(tag)
}

async function load(): Promise<Latchkey> {
  await import('./latchkey.ts')
  return page.$latchkey as Latchkey
}

const tag = { controller: 'Linden Ltd', privacy: '/privacy', region: 'DE', analytics: 'ga4:G-LINDEN0AK1' }

it('puts one frozen object in the place of the queue, which it answers', async () => {
  running(tag)
  page.$latchkey = [['deny']]
  const api = await load()
  expect(Object.isFrozen(api)).toBe(true)
  await api.ready
  await vi.waitFor(() => expect(api.get().phase).toBe('decided'), 10_000)
  expect(api.get().standings.analytics).toEqual({ granted: false, basis: 'subject' })
  expect(api.get().regime).toMatchObject({ place: 'DE', model: 'opt-in' })
})

it('believes the browser, not an element named currentScript (B5)', async () => {
  running(tag)
  const evil = document.createElement('form')
  evil.dataset.marketing = 'gtm:GTM-ABC123'
  Object.defineProperty(document, 'currentScript', { value: evil, configurable: true })
  const api = await load()
  expect(api.get().policy.purposes.map(({ id }) => id)).toEqual(['analytics'])
})

it('a second copy does nothing but say so (C108)', async () => {
  running(tag)
  const api = await load()
  vi.resetModules()
  running({ ...tag, marketing: 'gtm:GTM-ABC123' })
  expect(await load()).toBe(api)
  expect(problems).toContainEqual({ code: 'C108', where: 'script tag' })
})

it('without a tag asks nothing, loads nothing, and says what is missing (A1)', async () => {
  vi.spyOn(Document.prototype, 'currentScript', 'get').mockReturnValue(null)
  const api = await load()
  // A page before this one may still be saying what it could not fetch or send: only what a set-up lacks counts.
  const ofSetUp = () => problems.filter(({ code }) => /^C1(0|11|13)/.test(code))
  await vi.waitFor(() => expect(ofSetUp()).toHaveLength(3), 15_000)
  expect(ofSetUp()).toMatchObject([{ code: 'C101' }, { code: 'C113' }, { code: 'C111' }])
  expect(api.get().standings).toEqual({})
  expect(document.querySelectorAll('link, script[src]')).toHaveLength(0)
})
