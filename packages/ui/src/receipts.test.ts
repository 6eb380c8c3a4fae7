import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CheckedReceipts, HistoryEntry, UiReceipts } from './options.ts'
import { AT, button, find, frames, press, type Scene, scene } from './testing.ts'

let here: Scene | undefined
afterEach(() => {
  here?.stop()
  here = undefined
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

async function open(receipts?: UiReceipts): Promise<void> {
  here = scene(['analytics'], { history: async () => [entry], receipts })
  press(button('settings'))
  await frames()
}

/** Chooses a file, as a person does in the browser's own dialog. */
async function choose(text: string): Promise<string | null> {
  const chooser = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (
    this: HTMLInputElement,
  ) {
    Object.defineProperty(this, 'files', { value: [new File([text], 'receipts.json')] })
    this.dispatchEvent(new Event('change'))
  })
  press(button('check'))
  await frames()
  expect(chooser).toHaveBeenCalledTimes(1)
  return find('section [aria-live]').textContent
}

const desk = (checked: CheckedReceipts | Error): UiReceipts => ({
  file: async () => 'the file',
  check: async () => {
    if (checked instanceof Error) throw checked
    return checked
  },
})
const one = (outcome: CheckedReceipts['receipts'][number]['outcome']) => ({ outcome, origin: 'log.example' })

describe('checking a receipt (RE-7)', () => {
  it.each<[CheckedReceipts | Error, string]>([
    [
      { readable: true, receipts: [one('holds'), one('holds'), one('unproven')] },
      'Genuine: 2 of 3 proven, signed by log.example.',
    ],
    [{ readable: true, receipts: [one('holds'), one('fails')] }, 'Not genuine: 1 of 2 do not hold.'],
    [
      { readable: true, receipts: [one('unsigned')] },
      'Unchanged: 1 of 1. This browser cannot check the signature of log.example.',
    ],
    [{ readable: true, receipts: [one('unproven')] }, 'Nothing in it is proven yet.'],
    [{ readable: true, receipts: [] }, 'Nothing in it is proven yet.'],
    [{ readable: false, receipts: [] }, 'Not a file of receipts, or changed.'],
    [new Error('the chunk did not come'), 'It could not be checked just now.'],
  ])('says what came of it: %j', async (checked, said) => {
    await open(desk(checked))
    expect(find('section [aria-live]').textContent).toBe('')
    expect(await choose('{}')).toBe(said)
  })

  it('hands the text over as it is', async () => {
    const check = vi.fn(async () => ({ readable: false, receipts: [] }))
    await open({ file: async () => '', check })
    await choose('{"latchkey":"receipts"}')
    expect(check).toHaveBeenCalledWith('{"latchkey":"receipts"}')
  })

  it('is not offered where nothing can check', async () => {
    await open()
    expect(() => button('check')).toThrow()
    expect(button('download')).toBeTruthy()
  })

  it.each<[string, UiReceipts | undefined, string]>([
    ['the file of receipts', desk(new Error('unused')), 'the file'],
    ['the history, where there is none', undefined, JSON.stringify([entry], null, 2)],
    [
      'the history, where it cannot be made',
      { ...desk(new Error('unused')), file: () => Promise.reject(new Error('offline')) },
      JSON.stringify([entry], null, 2),
    ],
  ])('download hands out %s', async (_what, receipts, expected) => {
    const blobs: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob) // what download makes
      return 'blob:x'
    })
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    await open(receipts)
    press(button('download'))
    await frames()
    expect(await blobs[0]?.text()).toBe(expected)
  })
})
