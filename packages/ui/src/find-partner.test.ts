import { afterEach, expect, it } from 'vitest'
import { button, decision, find, frames, press, type Scene, scene, service, shadow } from './testing.ts'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

const names = ['ada', 'bolt', 'cone', 'dune', 'elm', 'fern', 'gorse', 'hazel', 'iris']
const field = () => shadow().querySelector<HTMLInputElement>('[type=search]')

function panel(count: number): void {
  open = scene(['analytics', 'marketing'], {
    services: names.slice(0, count).map((name, i) => service(name, i % 2 ? 'marketing' : 'analytics')),
  })
  press(button('settings'))
}

function look(words: string): readonly (string | undefined)[] {
  const input = field()
  if (!input) throw new Error('no field')
  input.value = words
  input.dispatchEvent(new Event('input', { bubbles: true }))
  return seen()
}

const seen = () =>
  [...shadow().querySelectorAll<HTMLElement>('dialog [data-services]')]
    .filter(({ hidden }) => !hidden)
    .map(({ dataset }) => dataset.services)

it('eight partners have no field: they can be looked through', () => {
  panel(8)
  expect(field()).toBeNull()
})

it('from nine on a field finds them by anything that is said of them, and says how many (DP-12, AX-11)', () => {
  panel(9)
  expect(find('.find label').textContent).toBe('Find a partner')
  expect(look('HAZ')).toEqual(['hazel'])
  expect(find('.find [aria-live]').textContent).toBe('1 partner')
  expect(look(' ireland ')).toHaveLength(9)
  expect(look('nobody')).toEqual([])
  expect(find('.find [aria-live]').textContent).toBe('0 partners')
  expect(look('')).toHaveLength(9)
})

it('every switch stays in sight, and a decision is recorded with the whole panel', async () => {
  panel(9)
  const before = () => JSON.parse(decision(open as Scene)?.notice ?? '{}')
  press(button('save'))
  const whole = before()
  await frames()
  press(button('settings'))
  look('hazel')
  expect(shadow().querySelectorAll('[role=switch]')).toHaveLength(2)
  press(button('save'))
  expect(before()).toEqual(whole)
  expect(whole.services).toHaveLength(9)
})
