import { createStore } from '@latchkey/core'
import { cleanup, render, within } from '@testing-library/preact'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Banner } from './banner.tsx'
import { AT, eu, service } from './testing.ts'
import { en } from './texts/en.ts'
import type { View } from './view.ts'
import { wordsFor } from './words.ts'

afterEach(cleanup)

/** The banner alone, and what it asks for. */
function banner(purposes: readonly string[], changes: Partial<View> = {}) {
  const store = createStore({ version: '1', purposes: purposes.map((id) => ({ id })) })
  store.send({ type: 'ready', regime: eu, signals: { gpc: null }, snapshot: null, at: AT })
  const decide = vi.fn()
  const send = vi.fn()
  const view: View = {
    state: store.get(),
    options: { controller: 'Linden & Oak', texts: en, locale: 'en', services: [service('ga4', 'analytics')] },
    texts: en,
    words: wordsFor(en, 'en'),
    drafts: {},
    history: null,
    reread() {},
    send,
    decide,
    ...changes,
  }
  const { baseElement } = render(<Banner view={view} />)
  return { decide, send, see: within(baseElement as HTMLElement), view } // the body
}

describe('Banner', () => {
  it('is a region that says what it is for, with a named switch for each purpose (AX-1)', () => {
    const { see } = banner(['analytics', 'marketing'])
    expect(see.getByRole('region', { name: 'May we use extra data?' })).toBeTruthy()
    expect(
      see.getAllByRole('switch').map((input) => (input as HTMLInputElement).labels?.[0]?.textContent),
    ).toEqual([
      'Count visitsGA4 · 14 months · Ireland and United StatesOnOff',
      'Show you our ads elsewhereOnOff',
    ])
  })

  it('is complete by keyboard, in the order of what is read (AX-1)', async () => {
    const { decide, see } = banner(['analytics'])
    const user = userEvent.setup()
    const names: string[] = []
    for (let step = 0; step < 5; step++) {
      await user.tab()
      const { activeElement } = document
      names.push(activeElement?.getAttribute('role') ?? activeElement?.textContent ?? '')
    }
    expect(names).toEqual([
      'switch',
      'Who, what and for how long',
      'Reject all',
      'Accept all',
      'Save my choices',
    ])
    see.getByRole('switch').focus()
    await user.keyboard(' ')
    see.getByRole('button', { name: 'Save my choices' }).focus()
    await user.keyboard('{Enter}')
    expect(decide.mock.lastCall?.slice(1)).toEqual(['banner', { analytics: 'granted' }])
  })

  it('is pressed by its whole row (AX-9)', async () => {
    const { see, view } = banner(['analytics'])
    await userEvent.click(see.getByText('Count visits'))
    expect(see.getByRole<HTMLInputElement>('switch').checked).toBe(true)
    expect(view.drafts).toEqual({ analytics: true })
  })

  it('refuses with one press, and asks for the panel with another', async () => {
    const { decide, send, see } = banner(['analytics', 'marketing'])
    await userEvent.click(see.getByRole('button', { name: 'Reject all' }))
    expect(decide.mock.lastCall?.slice(1)).toEqual(['banner', { analytics: 'denied', marketing: 'denied' }])
    await userEvent.click(see.getByRole('button', { name: 'Who, what and for how long' }))
    expect(send).toHaveBeenCalledWith({ type: 'show', surface: 'preferences' })
  })
})
