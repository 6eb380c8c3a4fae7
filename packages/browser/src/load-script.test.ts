import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshPage, heldScripts, leavePage } from './fakes.ts'
import { loadScript } from './load-script.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

describe('a vendor script', () => {
  it('is async, carries the page’s nonce and the attributes, and is remembered', async () => {
    const made = heldScripts()
    const loaded: Element[] = []
    const done = loadScript({ window, nonce: 'n0nce' }, loaded, 'https://v.example/a.js', { crossorigin: '' })
    const [script] = made
    expect(script).toMatchObject({ async: true, nonce: 'n0nce', src: 'https://v.example/a.js' })
    expect(script?.getAttribute('crossorigin')).toBe('')
    expect(loaded).toEqual([script])
    expect(script?.parentNode).toBe(document.head)
    script?.onload?.(new Event('load'))
    await expect(done).resolves.toBeUndefined()
  })

  it('says which address could not be loaded', async () => {
    const made = heldScripts()
    const done = loadScript({ window, nonce: undefined }, [], 'https://v.example/a.js')
    made[0]?.onerror?.(new Event('error'))
    await expect(done).rejects.toThrow(
      '[browser] loadScript: expected an https script that loads, got https://v.example/a.js.',
    )
  })

  it.each([
    'http://v.example/a.js',
    'javascript:alert(1)',
    'data:text/javascript,1',
    'blob:https://v.example/1',
    '/a.js',
    '',
  ])('is refused from «%s» (B3, B9)', async (url) => {
    const made = heldScripts()
    await expect(loadScript({ window, nonce: undefined }, [], url)).rejects.toThrow()
    expect(made).toEqual([])
  })
})
