import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConsentInput } from '@latchkey/core'
import { afterEach, describe, expect, it } from 'vitest'
import { consent, ownSurfaces } from './own-surfaces.example.ts'
import { readQuestions } from './question.ts'
import { checkWording } from './wording.ts'

const inputs: ConsentInput[] = []
consent.subscribe((_, { input }) => void inputs.push(input))
const last = (type: ConsentInput['type']) => inputs.findLast((input) => input.type === type)
const at = (selector: string) => document.querySelector<HTMLElement>(selector)

function press(action: string, { trusted = true } = {}): void {
  const event = new MouseEvent('click', { bubbles: true })
  Object.defineProperty(event, 'isTrusted', { value: trusted })
  at(`[data-latchkey-action="${action}"]`)?.dispatchEvent(event)
}

const painted = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))

afterEach(() => {
  consent.deny()
  consent.store.send({ type: 'hide' })
})

describe('surfaces of one’s own, as docs/headless.md has them', () => {
  it('ask in words that the lint takes, and say once that they stood on the screen', async () => {
    expect(consent.get()).toMatchObject({ surface: 'banner', questions: ['analytics', 'marketing'] })
    expect(
      readQuestions(document.body).flatMap((question) => checkWording({ ...question, lang: 'en' })),
    ).toEqual([])
    // Drawn anew: nobody may have listened when it was drawn first.
    consent.store.send({ type: 'hide' })
    consent.store.send({ type: 'show', surface: 'banner' })
    await painted()
    const shown = last('shown')
    expect(shown).toMatchObject({ surface: 'banner', locale: 'en' })
    expect(JSON.parse((shown?.type === 'shown' && shown.notice) || '')).toMatchObject({
      controls: [
        { action: 'switch', label: 'Count visits', purpose: 'analytics', on: false },
        { action: 'switch', label: 'Show you our ads elsewhere', purpose: 'marketing', on: false },
        { action: 'reject', label: 'Reject all' },
        { action: 'accept', label: 'Accept all' },
        { action: 'save', label: 'Save my choices' },
      ],
    })
  })

  it('are the very text of the page', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/headless.md'), 'utf8')
    const source = readFileSync(join(import.meta.dirname, 'own-surfaces.example.ts'), 'utf8')
    expect(/```ts\n([\s\S]*?)```/.exec(page)?.[1]).toBe(source)
  })

  it.each([
    ['accept', true],
    ['reject', false],
  ] as const)(
    'take one press on %s for the answer, with the words that were pressed',
    async (action, granted) => {
      consent.store.send({ type: 'show', surface: 'preferences' })
      press(action)
      expect(consent.isGranted('marketing')).toBe(granted)
      expect(last('decide')).toMatchObject({
        via: 'preferences',
        subject: true,
        notice: expect.stringContaining('May we'),
      })
      expect(at('[data-surface]')).toBeNull()
    },
  )

  it('save what the switches show', () => {
    consent.store.send({ type: 'show', surface: 'preferences' })
    at('[data-latchkey-purpose=analytics]')?.click()
    press('save')
    expect([consent.isGranted('analytics'), consent.isGranted('marketing')]).toEqual([true, false])
  })

  it('grant nothing on a press that no person made (D3)', () => {
    consent.store.send({ type: 'show', surface: 'preferences' })
    press('accept', { trusted: false })
    expect(consent.isGranted('analytics')).toBe(false)
  })

  it('decide nothing when they are closed (LR-3)', () => {
    consent.store.send({ type: 'show', surface: 'preferences' })
    const before = consent.get().snapshot
    press('close')
    expect(consent.get().snapshot).toBe(before)
    expect(at('[data-surface]')).toBeNull()
  })

  it('leave with the extension', () => {
    const stop = ownSurfaces(consent.store)
    consent.store.send({ type: 'show', surface: 'preferences' })
    expect(document.querySelectorAll('[data-surface]')).toHaveLength(2)
    stop?.()
    expect(document.querySelectorAll('[data-surface]')).toHaveLength(1)
  })
})
