import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HistoryEntry, UiOptions } from './options.ts'
import {
  AT,
  button,
  california,
  eu,
  find,
  frames,
  press,
  type Scene,
  scene,
  service,
  shadow,
} from './testing.ts'

let here: Scene | undefined
afterEach(() => {
  here?.stop()
  here = undefined
  localStorage.clear()
  vi.restoreAllMocks()
})

const entry: HistoryEntry = {
  id: 'a1b2c3d4-0000',
  at: AT,
  event: 'decided',
  choices: { analytics: 'denied' },
  via: 'banner',
  state: 'kept',
}

async function open(options: Partial<UiOptions> & { regime?: typeof eu } = {}): Promise<void> {
  here = scene(['analytics'], { services: [service('ga4', 'analytics')], ...options })
  if (options.regime === california) here.store.send({ type: 'show', surface: 'preferences' })
  else press(button('settings'))
  await frames()
}

const links = () =>
  Object.fromEntries(
    [...shadow().querySelectorAll('a')].map((link) => [link.textContent, link.getAttribute('href')]),
  )
const said = () => find('[data-latchkey-action="copy"] ~ [aria-live]').textContent

describe('your data', () => {
  it('is asked for by mail, with receipt codes and no guess at who asks', async () => {
    await open({ contact: 'privacy@shop.example', history: async () => [entry] })
    expect(links()).toMatchObject({
      'Ask for a copy': 'mailto:privacy@shop.example?subject=Ask%20for%20a%20copy&body=a1b2c3d4-0000',
      'Ask to delete': 'mailto:privacy@shop.example?subject=Ask%20to%20delete&body=a1b2c3d4-0000',
      Contact: 'mailto:privacy@shop.example',
    })
  })

  it('names the authority of the place, and none where we know none (GDPR art. 13(2)(d))', async () => {
    await open()
    expect(links()).toMatchObject({ 'Supervisory authority': expect.stringContaining('edpb.europa.eu') })
    here?.stop()
    await open({ regime: { ...eu, place: 'SG' } })
    expect(links()).not.toHaveProperty('Supervisory authority')
  })

  it('offers nothing at once without a ledger', async () => {
    await open()
    expect(shadow().querySelector('[data-latchkey-action="erase"]')).toBeNull()
  })

  it('comes straight from the ledger as a file', async () => {
    const saved: unknown[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved.push(blob)
      return 'blob:it'
    })
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download)
    })
    await open({ data: { copy: async () => '{"records":[]}', erase: async () => true } })
    press(button('copy'))
    await frames()
    expect(saved).toEqual([expect.any(Blob), 'privacy-records.json'])
    expect(await (saved[0] as Blob).text()).toBe('{"records":[]}')
    expect(said()).toBe('')
  })

  it.each([
    ['says no', async () => null],
    ['cannot be reached', () => Promise.reject(new Error('offline'))],
  ])('says so where the ledger %s', async (_, copy) => {
    await open({ data: { copy, erase: async () => true } })
    press(button('copy'))
    await frames()
    expect(said()).toBe('That did not work. Please try again later.')
  })

  it('is deleted after a second press, and the history with it', async () => {
    let entries: readonly HistoryEntry[] = [entry]
    const erase = vi.fn(async () => {
      entries = []
      return true
    })
    await open({ history: async () => entries, data: { copy: async () => '', erase } })
    expect(find('.history').textContent).toContain('No to Count visits')
    expect(find('details:has([data-latchkey-action="erase"])').textContent).toContain(
      'Delete your records at Linden & Oak for good?',
    )
    expect(erase).not.toHaveBeenCalled()
    press(button('erase'))
    await frames()
    expect(erase).toHaveBeenCalledTimes(1)
    expect(said()).toBe('Deleted.')
    expect(shadow().querySelector('.history')).toBeNull()
  })

  it('stays, and says so, where the ledger does not delete it', async () => {
    await open({ history: async () => [entry], data: { copy: async () => '', erase: async () => false } })
    press(button('erase'))
    await frames()
    expect(said()).toBe('That did not work. Please try again later.')
    expect(find('.history').textContent).toContain('No to Count visits')
  })
})

describe('a use', () => {
  it('says by what it is allowed (LR-11)', async () => {
    await open()
    expect(find('.use').textContent).toContain('Allowed by: your permission only')
    here?.stop()
    await open({ regime: california })
    expect(find('.use').textContent).toContain('Allowed by: law, until you object')
  })

  it.each([
    ['cookie', '_ga4'],
    ['local', '_ga4_*'],
    ['session', '_ga4'],
  ] as const)('says which of its keys are here now: %s', async (kind, name) => {
    const put = {
      cookie: () => Reflect.set(document, 'cookie', '_ga4=1'),
      local: () => localStorage.setItem('_ga4_x', '1'),
      session: () => sessionStorage.setItem('_ga4', '1'),
    }
    put[kind]()
    const keys = [
      { kind, name, days: 90 },
      { kind, name: 'gone', days: 90 },
      { kind: 'indexeddb', name: '_ga4', days: 90 },
    ] as const
    await open({ services: [service('ga4', 'analytics', { keys })] })
    const lines = [...shadow().querySelectorAll('details li')].map((line) => line.textContent)
    const words = { cookie: 'cookie', local: 'local storage', session: 'session storage' }
    expect(lines).toEqual([
      `${name} · ${words[kind]} · 90 days · here now`,
      `gone · ${words[kind]} · 90 days`,
      '_ga4 · database · 90 days',
    ])
    Reflect.set(document, 'cookie', '_ga4=;max-age=0')
    sessionStorage.clear()
  })
})
