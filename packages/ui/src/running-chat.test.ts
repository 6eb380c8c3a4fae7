import { afterEach, describe, expect, it } from 'vitest'
import { button, press, type Scene, scene, service, shadow } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

function chatting(options: Parameters<typeof scene>[1] = {}): string {
  open = scene(['chat'], { services: [service('talk', 'chat')], ...options })
  press(button('chat'))
  press(button('accept'))
  return shadow().querySelector('.dock')?.textContent ?? ''
}

describe('while a chat runs', () => {
  it('its end stands on the page, and with an AI its label and a way to a person (CH-1, CH-2, CH-9)', () => {
    const said = chatting({ chat: { ai: true, human: 'On weekdays.', email: 'a@shop.example' } })
    for (const words of ['AI assistant', 'On weekdays.', 'Talk to a person', 'End chat and delete here'])
      expect(said).toContain(words)
    expect(shadow().querySelector('.dock a')?.getAttribute('href')).toBe('mailto:a@shop.example')
  })

  it.each([
    ['a person answers', { ai: false, email: 'a@shop.example' }],
    ['nobody has said who answers', {}],
  ])('nothing is claimed where %s', (_, chat) => {
    expect(chatting({ chat })).toContain('End chat and delete here')
    expect(shadow().querySelector('.talk')).toBeNull()
  })

  it('nothing leads to a person where no address is known', () => {
    expect(chatting({ chat: { ai: true } })).toContain('AI assistant')
    expect(shadow().querySelector('.dock a')).toBeNull()
  })

  it('ending it takes all of that away', () => {
    chatting({ chat: { ai: true, email: 'a@shop.example' } })
    press(button('chat'))
    press(button('reject'))
    expect(shadow().textContent).not.toContain('AI assistant')
    expect(open?.store.get().standings.chat?.granted).toBe(false)
  })
})
