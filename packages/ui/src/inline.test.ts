import { afterEach, describe, expect, it, vi } from 'vitest'
import { AT, button, decision, find, frames, press, type Scene, scene, service, shadow } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  open = undefined
  document.body.replaceChildren()
})

function placed(): ShadowRoot {
  const root = document.querySelector('privacy-choices')?.shadowRoot
  if (!root) throw new Error('no choices in the page')
  return root
}

function given(...args: Parameters<typeof scene>): Scene {
  document.body.innerHTML = '<main><privacy-choices></privacy-choices></main>'
  open = scene(...args)
  return open
}

const switchIn = (root: ShadowRoot, id: string) =>
  find(`[data-latchkey-purpose=${id}]`, root) as HTMLInputElement

describe('<privacy-choices>', () => {
  it('has the five blocks and the bar of the dialog, word for word', () => {
    const here = given(['analytics', 'video'], { services: [service('ga4', 'analytics')] })
    here.store.send({ type: 'show', surface: 'preferences' })
    const dialog = find('dialog')
    button('close', dialog).remove()
    expect(find('section.prefs', placed()).innerHTML).toBe(dialog.innerHTML)
    expect(find('section.prefs', placed()).getAttribute('aria-labelledby')).toBe(find('h2', placed()).id)
  })

  it('is empty while the rules are not known', async () => {
    given(['analytics'], { ready: false })
    await frames()
    expect(document.querySelector('privacy-choices')?.shadowRoot ?? null).toBeNull()
  })

  it.each([
    ['accept', 'granted'],
    ['reject', 'denied'],
  ] as const)('takes a press on %s as an answer, with no surface open', (action, answer) => {
    const here = given(['analytics', 'marketing'])
    here.store.send({
      type: 'decide',
      choices: { analytics: 'denied', marketing: 'denied' },
      via: 'api',
      subject: false,
      at: AT,
    })
    expect(here.store.get().surface).toBe('none')
    vi.useFakeTimers()
    press(button(action, placed()))
    vi.advanceTimersByTime(100)
    expect(decision(here)).toMatchObject({
      choices: { analytics: answer, marketing: answer },
      via: 'preferences',
      subject: true,
    })
    expect(JSON.parse(decision(here)?.notice ?? '')).toMatchObject({
      surface: 'preferences',
      controls: expect.arrayContaining([{ action: 'reject', label: 'Reject all' }]),
    })
    expect(here.store.get().standings.analytics?.granted).toBe(answer === 'granted')
    expect(find('.saved').textContent).toBe('Saved.')
    vi.useRealTimers()
  })

  it('grants nothing on a press that no person made (D3)', () => {
    const here = given(['analytics'])
    press(button('accept', placed()), { trusted: false })
    expect(here.store.get().standings.analytics).toEqual({ granted: false, basis: 'subject' })
  })

  it('answers the banner’s question too', () => {
    const here = given(['analytics'])
    expect(find('.banner')).toBeTruthy()
    press(button('accept', placed()))
    expect(here.store.get().surface).toBe('none')
    expect(shadow().querySelector('.banner')).toBeNull()
  })

  it('saves what its own switches show, and shows what was decided elsewhere', () => {
    const here = given(['analytics', 'marketing'])
    switchIn(placed(), 'marketing').click()
    expect(switchIn(shadow(), 'marketing').checked).toBe(false)
    press(button('save', placed()))
    expect(decision(here)?.choices).toEqual({ analytics: 'denied', marketing: 'granted' })
    switchIn(placed(), 'analytics').click()
    here.store.send({ type: 'decide', choices: { marketing: 'denied' }, via: 'api', subject: false, at: AT })
    expect(['analytics', 'marketing'].map((id) => switchIn(placed(), id).checked)).toEqual([false, false])
  })

  it('keeps a switch that was moved while other things happen on the page', () => {
    const here = given(['analytics'])
    switchIn(placed(), 'analytics').click()
    here.store.send({ type: 'show', surface: 'preferences' })
    here.store.send({ type: 'hide' })
    expect(switchIn(placed(), 'analytics').checked).toBe(true)
  })

  it('takes back what was allowed on use, and asks for it on the card', () => {
    const here = given(['analytics', 'video'])
    here.store.send({ type: 'decide', choices: { video: 'granted' }, via: 'api', subject: false, at: AT })
    press(button('withdraw', placed()))
    expect(decision(here)?.choices).toEqual({ video: 'denied' })
    button('ask', placed()).focus()
    press(button('ask', placed()))
    expect(here.store.get()).toMatchObject({ surface: 'card', asking: 'video' })
    press(button('close', find('.card')))
    expect(placed().activeElement).toBe(button('ask', placed()))
  })

  it('is way back enough, and is drawn when a router brings it (LR-13)', async () => {
    open = scene(['analytics'])
    press(button('reject'))
    expect(button('settings')).toBeTruthy()
    document.body.append(document.createElement('privacy-choices'))
    await frames()
    expect(button('save', placed())).toBeTruthy()
    expect(shadow().querySelector('[data-latchkey-action=settings]')).toBeNull()
    const host = document.querySelector('privacy-choices')
    host?.remove()
    await frames()
    expect(host?.shadowRoot?.childElementCount).toBe(0)
    expect(button('settings')).toBeTruthy()
    if (host) document.body.append(host)
    await frames()
    expect(button('save', placed())).toBeTruthy()
  })

  it('reads the history when it is drawn, and again after an answer', async () => {
    let asked = 0
    const history = async () => {
      asked += 1
      return []
    }
    given(['analytics'], { history })
    await frames()
    expect(asked).toBe(1)
    press(button('reject', placed()))
    await frames()
    expect(asked).toBe(2)
  })

  it('leaves nothing behind', () => {
    given(['analytics'])
    open?.stop()
    expect(placed().childElementCount).toBe(0)
  })
})
