import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const page = window as Window & { $latchkey?: unknown; dataLayer?: unknown }

const listen = vi.spyOn(document, 'addEventListener')
afterEach(() => {
  for (const [type, heard] of listen.mock.calls) document.removeEventListener(type, heard)
  listen.mockClear()
  document.body.replaceChildren()
})

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

function press(button: Element | null): void {
  button?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))
}

/** A question as the server draws it. */
function served(): ShadowRoot {
  document.body.innerHTML = '<div id="latchkey" data-asks="analytics marketing"></div>'
  const shadow = document.body.firstElementChild?.attachShadow({ mode: 'open' })
  if (!shadow) throw new Error('no root')
  for (const action of ['reject', 'accept', 'save', 'settings', 'close']) {
    const button = document.createElement('button')
    button.dataset.latchkeyAction = action
    shadow.append(button)
  }
  return shadow
}

it.each([
  ['reject', [['deny', ['analytics', 'marketing']]], false],
  ['close', [['deny', ['analytics', 'marketing']]], false],
  ['settings', [], true],
  ['accept', [], true],
  ['save', [], true],
] as const)(
  'takes a press on %s of a question that the server drew for %j',
  async (action, calls, stands) => {
    await vi.importActual('./stub.ts')
    const shadow = served()
    press(shadow.querySelector(`[data-latchkey-action=${action}]`))
    expect([...(page.$latchkey as unknown[])]).toEqual(calls)
    expect(document.getElementById('latchkey') !== null).toBe(stands)
  },
)

it('hears nothing once the surfaces have taken the question over, and nothing of what is not ours', async () => {
  await vi.importActual('./stub.ts')
  const shadow = served()
  document.getElementById('latchkey')?.removeAttribute('data-asks')
  press(shadow.querySelector('[data-latchkey-action=reject]'))
  document.body.innerHTML = '<button data-latchkey-action="reject"></button>'
  press(document.querySelector('button'))
  expect([...(page.$latchkey as unknown[])]).toEqual([])
})
