import type { Problem } from '@latchkey/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Notice } from './index.ts'
import {
  AT,
  button,
  california,
  decision,
  eu,
  find,
  frames,
  press,
  type Scene,
  scene,
  service,
  shadow,
} from './testing.ts'

let open: Scene | undefined
function given(...args: Parameters<typeof scene>): Scene {
  open = scene(...args)
  return open
}

afterEach(() => {
  open?.stop()
  open = undefined
  document.body.replaceChildren()
  vi.useRealTimers()
})

const banner = () => shadow().querySelector('.banner')

describe('banner', () => {
  it('is a labelled region, first in the page, and takes no focus (AX-1, AX-2)', () => {
    document.body.innerHTML = '<input id="search">'
    document.getElementById('search')?.focus()
    given(['analytics'])
    expect(document.body.firstElementChild?.id).toBe('latchkey')
    expect(document.activeElement?.id).toBe('search')
    expect(find('.banner').getAttribute('aria-labelledby')).toBe(find('.banner h2').id)
  })

  it('shows nothing while the rules are not known', () => {
    document.body.innerHTML = '<iframe data-latchkey-waits="video" data-src="https://v.example/1"></iframe>'
    const here = given(['analytics', 'chat', 'video'], { ready: false, services: [service('talk', 'chat')] })
    expect(here.store.get().phase).toBe('pending')
    expect(shadow().querySelector('button')).toBeNull()
    expect(document.querySelector('latchkey-placeholder')).toBeNull()
  })

  it('has every switch off at first (LR-4)', () => {
    given(['analytics', 'marketing'])
    const inputs = [...shadow().querySelectorAll<HTMLInputElement>('[role=switch]')]
    expect(inputs.map(({ checked }) => checked)).toEqual([false, false])
  })

  it('draws refuse and accept with one look, side by side (DP-1…6)', () => {
    given(['analytics'])
    const reject = button('reject')
    const accept = button('accept')
    expect(reject.className).toBe(accept.className)
    expect(reject.nextElementSibling).toBe(accept)
    expect(reject.closest('.scroll')).toBeNull()
  })

  it.each([
    ['reject', { analytics: 'denied', marketing: 'denied' }],
    ['accept', { analytics: 'granted', marketing: 'granted' }],
    ['save', { analytics: 'denied', marketing: 'denied' }],
  ])('takes one press on %s as the answer to what it asks, and to nothing else', (action, choices) => {
    const here = given(['analytics', 'marketing', 'chat', 'video'])
    press(button(action))
    expect(decision(here)).toMatchObject({ choices, via: 'banner', subject: true, at: AT, locale: 'en' })
    expect(banner()).toBeNull()
  })

  it('saves what the switches show', () => {
    const here = given(['analytics', 'marketing'])
    find('[data-latchkey-purpose=marketing]').click()
    press(button('save'))
    expect(decision(here)?.choices).toEqual({ analytics: 'denied', marketing: 'granted' })
    expect(here.store.get().standings.marketing?.granted).toBe(true)
  })

  it('asks only about what is open', () => {
    const here = given(['analytics', 'marketing'])
    here.store.send({ type: 'decide', choices: { analytics: 'denied' }, via: 'api', subject: false, at: AT })
    expect(shadow().querySelectorAll('[role=switch]')).toHaveLength(1)
    press(button('accept'))
    expect(decision(here)?.choices).toEqual({ marketing: 'granted' })
  })

  it('grants nothing on a press that no person made, but takes its refusal (C1, D3)', () => {
    const here = given(['analytics'])
    press(button('accept'), { trusted: false })
    expect(decision(here)?.subject).toBe(false)
    expect(here.store.get().standings.analytics).toEqual({ granted: false, basis: 'subject' })
  })

  it.each(['Escape', 'Enter', ' '])('decides nothing on %j pressed in the page (LR-3)', (key) => {
    const here = given(['analytics'])
    for (const target of [document.body, find('.banner')]) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))
    }
    press(document.body)
    document.dispatchEvent(new Event('scroll'))
    dispatchEvent(new Event('popstate'))
    expect(decision(here)).toBeUndefined()
    expect(here.store.get().surface).toBe('banner')
  })

  it('folds four purposes into one line and offers to choose instead of to save', () => {
    const here = given(['analytics', 'marketing', 'reviews', 'personalisation'])
    expect(shadow().querySelector('[role=switch]')).toBeNull()
    expect(find('.banner').textContent).toContain('4 uses: Count visits')
    expect(shadow().querySelector('[data-latchkey-action=save]')).toBeNull()
    press(find('.bar [data-latchkey-action=settings]'))
    expect(here.store.get().surface).toBe('preferences')
  })

  it('has an ✕ where the regime wants one; it refuses', () => {
    given(['analytics'])
    expect(shadow().querySelector('.banner [data-latchkey-action=close]')).toBeNull()
    open?.stop()
    const here = given(['analytics'], { regime: { ...eu, place: 'IT' } })
    press(button('close'), { trusted: false })
    expect(decision(here)?.choices).toEqual({ analytics: 'denied' })
  })

  it('takes moved switches along into the panel, and forgets them when it is closed', () => {
    const here = given(['analytics', 'marketing'])
    const analytics = () => find('[data-latchkey-purpose=analytics]') as HTMLInputElement
    analytics().click()
    press(button('settings'))
    expect(analytics().checked).toBe(true)
    press(button('close'))
    expect(here.store.get().surface).toBe('banner')
    expect(analytics().checked).toBe(false)
    expect(decision(here)).toBeUndefined()
  })

  it('publishes its height while it is open, and leaves the page as it was (AX-4)', async () => {
    document.documentElement.style.setProperty('scroll-padding-bottom', '7px')
    given(['analytics'])
    const { style } = document.documentElement
    expect(style.getPropertyValue('--latchkey-height')).toMatch(/^\d+px$/)
    press(button('reject'))
    await frames() // the press is painted before the page is laid out anew
    expect(style.getPropertyValue('--latchkey-height')).toBe('')
    expect(style.getPropertyValue('scroll-padding-bottom')).toBe('7px')
    style.removeProperty('scroll-padding-bottom')
  })

  it('says «Saved.» in a status that stood there before (AX-11)', () => {
    given(['analytics'])
    const status = find('.saved[role=status]')
    expect(status.textContent).toBe('')
    vi.useFakeTimers()
    press(button('reject'))
    expect(status.textContent).toBe('') // a panel that closes has hidden it until now
    vi.advanceTimersByTime(100)
    expect(find('.saved')).toBe(status)
    expect(status.textContent).toBe('Saved.')
    vi.advanceTimersByTime(4000)
    expect(status.textContent).toBe('')
  })

  it('renders foreign words as text (B2)', () => {
    given(['analytics'], {
      controller: '<img src=x onerror=alert(1)>',
      purposes: { analytics: { title: '<b>x</b>' } },
      privacyUrl: 'java\nscript:alert(1)',
    })
    expect(shadow().querySelector('img')).toBeNull()
    expect(find('.what').textContent).toContain('<b>x</b>')
    expect(shadow().querySelector('a')).toBeNull()
  })

  it('has the language and direction of its words, not of the browser (AX-12, LR-22)', () => {
    given(['analytics'], { locale: 'fr' })
    expect(find('.root').lang).toBe('en')
    open?.stop()
    given(['analytics'], { locale: 'en-GB' })
    expect(find('.root').lang).toBe('en-GB')
    expect(find('.root').dir).toBe('ltr')
  })

  it('comes back when a router swaps the body', async () => {
    given(['analytics'])
    document.body.replaceChildren(document.createElement('main'))
    await frames()
    expect(document.body.firstElementChild?.id).toBe('latchkey')
  })
})

describe('what is told', () => {
  const shown = ({ inputs }: Scene) => inputs.flatMap((input) => (input.type === 'shown' ? [input] : []))

  it('is told once the banner stands on the screen, with what a decision then names', async () => {
    const here = given(['analytics'], { services: [service('ga4', 'analytics')] })
    expect(shown(here)).toEqual([])
    await frames()
    expect(shown(here)).toHaveLength(1)
    press(button('reject'))
    expect(decision(here)?.notice).toBe(shown(here)[0]?.notice)
  })

  it('is what is rendered: words, order, controls and services', async () => {
    const here = given(['analytics'], { services: [service('ga4', 'analytics')] })
    await frames()
    const notice: Notice = JSON.parse(shown(here)[0]?.notice ?? '')
    expect(notice).toMatchObject({
      v: 1,
      surface: 'banner',
      locale: 'en',
      controller: 'Linden & Oak',
      services: ['ga4'],
    })
    expect(notice.texts[0]).toBe('May we use extra data?')
    expect(notice.texts).toContain('Off')
    expect(notice.controls).toEqual([
      { action: 'switch', label: 'Count visits', purpose: 'analytics', on: false },
      { action: 'settings', label: 'Who, what and for how long' },
      { action: 'reject', label: 'Reject all' },
      { action: 'accept', label: 'Accept all' },
      { action: 'save', label: 'Save my choices' },
    ])
  })

  it('does not change with a moved switch, nor is it told twice', async () => {
    const here = given(['analytics'])
    await frames()
    find('[data-latchkey-purpose=analytics]').click()
    press(button('settings'))
    await frames()
    press(button('close'))
    await frames()
    expect(shown(here).map(({ surface }) => surface)).toEqual(['banner', 'preferences'])
  })

  it('is not told when the banner has gone by then', async () => {
    const here = given(['analytics'])
    press(button('reject'))
    await frames()
    expect(shown(here)).toEqual([])
  })
})

describe('preferences', () => {
  it('is a named modal dialog that takes the focus to its heading and gives it back (AX-1, AX-2)', () => {
    given(['analytics'])
    button('settings').focus()
    press(button('settings'))
    const dialog = find('dialog') as HTMLDialogElement
    expect(dialog.open).toBe(true)
    expect(shadow().activeElement).toBe(find('dialog h2'))
    press(button('close'))
    expect(shadow().activeElement).toBe(button('settings'))
  })

  it('closes on Escape without saving (AX-3)', () => {
    const here = given(['analytics'])
    press(button('settings'))
    const cancel = new Event('cancel', { cancelable: true })
    find('dialog').dispatchEvent(cancel)
    expect(cancel.defaultPrevented).toBe(true)
    expect(here.store.get().surface).toBe('banner')
    expect(decision(here)).toBeUndefined()
  })

  it('accepts all that is asked first, and nothing that is asked on use', () => {
    const here = given(['analytics', 'chat', 'video'])
    press(button('settings'))
    press(button('accept'))
    expect(decision(here)?.choices).toEqual({ analytics: 'granted' })
  })

  it('rejects everything, what was allowed on use included', () => {
    const here = given(['analytics', 'video'])
    here.store.send({
      type: 'decide',
      choices: { video: 'granted' },
      via: 'placeholder',
      subject: true,
      at: AT,
    })
    press(button('settings'))
    press(button('reject'))
    expect(decision(here)?.choices).toEqual({ analytics: 'denied', video: 'denied' })
  })

  it('says who, where to, how long, and what stays on the device (LR-11, LR-25)', () => {
    given(['analytics'], { services: [service('ga4', 'analytics')] })
    press(button('settings'))
    const text = find('.facts').textContent
    for (const words of [
      'ga4 Inc.',
      'Ireland and United States (EU–US Data Privacy Framework)',
      '14 months',
      '_ga4 · cookie · 90 days',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('switches one on-use purpose off with one press', () => {
    const here = given(['analytics', 'video'])
    here.store.send({
      type: 'decide',
      choices: { video: 'granted' },
      via: 'placeholder',
      subject: true,
      at: AT,
    })
    press(button('settings'))
    press(button('withdraw'), { trusted: false })
    expect(here.store.get().standings.video?.granted).toBe(false)
  })

  it('lists and hands out the shopper’s own history', async () => {
    given(['analytics'], {
      history: async () => [
        {
          id: 'a1b2c3d4-0000',
          at: AT,
          event: 'decided',
          choices: { analytics: 'denied' },
          via: 'banner',
          state: 'kept',
        },
        { id: 'ffffffff-0000', at: AT, event: 'shown', choices: {}, via: 'banner', state: 'kept' },
      ],
    })
    press(button('settings'))
    await frames()
    expect(find('.history').textContent).toBe(
      'Nov 21, 2026 No to Count visitsfirst question · proof stored · a1b2c3d4',
    )
    expect(button('download')).toBeTruthy()
  })

  it('opens without a history that cannot be read', async () => {
    given(['analytics'], { history: () => Promise.reject(new Error('no storage')) })
    press(button('settings'))
    await frames()
    expect(find('dialog').textContent).toContain('Nothing decided yet.')
  })

  it('keeps a moved switch while the history arrives', async () => {
    given(['analytics'], { history: async () => [] })
    press(button('settings'))
    find('[data-latchkey-purpose=analytics]').click()
    await frames()
    expect((find('[data-latchkey-purpose=analytics]') as HTMLInputElement).checked).toBe(true)
  })
})

describe('where people opt out', () => {
  it('asks nothing and offers the way back by its legal name, with its icon (LR-48)', () => {
    given(['analytics'], { regime: california })
    expect(banner()).toBeNull()
    expect(button('settings').textContent).toBe('Your Privacy Choices')
    expect(find('[data-latchkey-action=settings] svg')).toBeTruthy()
  })

  it('says without a press that the signal is honoured, and shows it in the panel (LR-44)', () => {
    given(['analytics'], { regime: california, gpc: true })
    expect(find('[role=status]').textContent).toContain('opt-out signal is honoured')
    press(button('settings'))
    expect(find('dialog [role=status]').textContent).toContain('honoured')
    const analytics = find('[data-latchkey-purpose=analytics]') as HTMLInputElement
    expect([analytics.checked, analytics.disabled]).toEqual([false, true])
  })

  it('does not accept over a signal (LR-46)', () => {
    const here = given(['analytics'], { regime: california, gpc: true })
    press(button('settings'))
    press(button('accept'))
    expect(decision(here)?.choices).toEqual({})
  })

  it('confirms an opt-out on the page and in the panel (LR-45)', async () => {
    given(['analytics'], { regime: california })
    press(button('settings'))
    expect((find('[data-latchkey-purpose=analytics]') as HTMLInputElement).checked).toBe(true)
    press(button('reject'))
    await frames()
    expect(find('.dock [role=status]').textContent).toBe('You have opted out.')
  })
})

describe('way back', () => {
  it('stands on the page after a decision (LR-13)', () => {
    const here = given(['analytics'])
    press(button('reject'))
    expect(button('settings').getAttribute('aria-label')).toBe('Your privacy choices')
    press(button('settings'))
    expect(here.store.get().surface).toBe('preferences')
  })

  it.each(['<a href="#privacy-choices">x</a>', '<button data-latchkey-open="preferences">x</button>'])(
    'leaves it to the page’s own: %s, even one that comes later',
    async (html) => {
      given(['analytics'])
      press(button('reject'))
      document.body.insertAdjacentHTML('beforeend', html)
      await frames()
      expect(shadow().querySelector('.dock [data-latchkey-action=settings]')).toBeNull()
    },
  )
})

describe('chat', () => {
  const chat = (facts = {}) => ({ services: [service('talk', 'chat', facts)] })

  it.each([
    ['no chat purpose', ['analytics'], chat()],
    ['no chat service', ['analytics', 'chat'], {}],
    ['a site with a launcher of its own', ['analytics', 'chat'], { ...chat(), chat: { launcher: false } }],
  ])('draws no launcher for %s', (_, purposes, options) => {
    given(purposes, options)
    expect(shadow().querySelector('[data-latchkey-action=chat]')).toBeNull()
  })

  it('asks on a card that takes two steps, and «not now» decides nothing (CH-5)', () => {
    const here = given(['analytics', 'chat'], chat())
    press(button('reject'))
    button('chat').focus()
    press(button('chat'))
    expect(here.store.get()).toMatchObject({ surface: 'card', asking: 'chat' })
    expect(shadow().activeElement).toBe(find('.card h2'))
    const before = here.inputs.filter(({ type }) => type === 'decide').length
    press(button('close', find('.card')))
    expect(here.inputs.filter(({ type }) => type === 'decide')).toHaveLength(before)
    expect(here.store.get().surface).toBe('none')
    expect(shadow().activeElement).toBe(button('chat'))
  })

  it('grants chat alone on start; the further switches are off and their own (CH-6)', () => {
    const here = given(['chat', 'chat-marketing', 'chat-training'], chat())
    press(button('chat'))
    press(button('accept'))
    expect(decision(here)).toMatchObject({
      choices: { chat: 'granted', 'chat-marketing': 'denied', 'chat-training': 'denied' },
      via: 'card',
      subject: true,
    })
    expect(here.store.get().standings.chat?.granted).toBe(true)
  })

  it('does not start on a press that no person made', () => {
    const here = given(['chat'], chat())
    press(button('chat'))
    press(button('accept'), { trusted: false })
    expect(here.store.get().standings.chat?.granted).toBe(false)
  })

  it.each([
    [undefined, false, 'You may be chatting with an AI assistant.'],
    [undefined, 'unknown', 'You may be chatting with an AI assistant.'],
    [undefined, true, 'You will be chatting with an AI assistant.'],
    [true, false, 'You will be chatting with an AI assistant.'],
    [false, true, 'You will be chatting with a person.'],
  ] as const)('discloses AI: the site says %s, the vendor %s (CH-1)', (ai, vendor, sentence) => {
    given(['chat'], { ...chat({ ai: vendor }), chat: { ai } })
    press(button('chat'))
    expect(find('.card b').textContent).toBe(sentence)
  })

  it('names vendor, countries, mechanism, retention and training, and warns (CH-5, CH-7, CH-8)', () => {
    given(['chat'], chat({ training: true }))
    press(button('chat'))
    const text = find('.card').textContent
    for (const words of [
      'TALK, talk Inc.',
      'Ireland and United States',
      'EU–US Data Privacy Framework',
      '14 months',
      'Used for training AI',
      'card numbers',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('reports once that nobody has said whether an AI answers', () => {
    const problems: Problem[] = []
    given(['chat'], { ...chat(), report: (problem) => problems.push(problem) })
    press(button('chat'))
    expect(problems.map(({ code }) => code)).toEqual(['C501'])
  })

  it('ends from the page: the card withdraws (CH-9, CH-10)', () => {
    const here = given(['chat'], chat())
    press(button('chat'))
    press(button('accept'))
    press(button('chat'))
    expect(find('.card h2').textContent).toBe('End this chat?')
    press(button('reject'), { trusted: false })
    expect(here.store.get().standings.chat?.granted).toBe(false)
  })
})

describe('a purpose without words', () => {
  it('falls back to its id and is reported', () => {
    const problems: Problem[] = []
    given(['loyalty'], { report: (problem) => problems.push(problem) })
    expect(find('.what b').textContent).toBe('loyalty')
    expect(problems).toMatchObject([{ code: 'C107', where: 'purposes.loyalty' }])
  })
})

describe('stop', () => {
  it('leaves nothing behind', async () => {
    document.body.innerHTML =
      '<p>shop</p><iframe data-latchkey-waits="video" data-src="https://v.example/1"></iframe>'
    const before = document.documentElement.outerHTML
    const here = scene(['analytics', 'video'])
    expect(document.querySelector('latchkey-placeholder')).not.toBeNull()
    here.stop()
    await frames()
    expect(document.documentElement.outerHTML.replace(' style=""', '')).toBe(before)
    here.store.send({ type: 'show', surface: 'preferences' })
    expect(document.getElementById('latchkey')).toBeNull()
  })
})
