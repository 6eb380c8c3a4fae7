import { beforeEach, expect, it, vi } from 'vitest'

const page = window as Window & { $latchkey?: unknown; dataLayer?: unknown }

beforeEach(() => {
  vi.resetModules()
  delete page.$latchkey
  delete page.dataLayer
})

it('sets the strict Consent Mode default before any tag, as Google’s tags read it', async () => {
  await vi.importActual('./stub.ts')
  const [first] = page.dataLayer as IArguments[]
  expect(Object.prototype.toString.call(first)).toBe('[object Arguments]')
  const [command, kind, types] = first ?? []
  expect([command, kind]).toEqual(['consent', 'default'])
  expect(types).toEqual({
    ad_storage: 'denied',
    ad_user_data: 'denied',
    ad_personalization: 'denied',
    analytics_storage: 'denied',
    functionality_storage: 'denied',
    personalization_storage: 'denied',
    security_storage: 'granted',
  })
})

it('grants nothing, and keeps every call in order for the script that comes', async () => {
  await vi.importActual('./stub.ts')
  const stub = page.$latchkey as unknown[] & Record<string, (...args: unknown[]) => unknown>
  const run = () => {}
  expect(stub.isGranted?.('analytics')).toBe(false)
  stub.whenGranted?.('analytics', run)
  stub.push(['deny'])
  stub.open?.('preferences')
  expect([...stub]).toEqual([['whenGranted', 'analytics', run], ['deny'], ['open', 'preferences']])
})

it.each([
  ['a dataLayer of the page is kept', [1]],
  ['an element of that name is not (B5)', { push: 1 }],
])('%s', async (_, layer) => {
  page.dataLayer = layer
  await vi.importActual('./stub.ts')
  expect(page.dataLayer).toHaveLength(Array.isArray(layer) ? 2 : 1)
})

it('leaves the script alone that has come already', async () => {
  const own = { push() {} }
  page.$latchkey = own
  await vi.importActual('./stub.ts')
  expect([page.$latchkey, page.dataLayer]).toEqual([own, undefined])
})
