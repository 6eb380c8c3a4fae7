import { afterEach, expect, it, vi } from 'vitest'
import { reporter } from './report.ts'

afterEach(() => vi.restoreAllMocks())

it('tells the page at once and the console in a sentence, each problem once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const heard: unknown[] = []
  document.addEventListener('latchkey:problem', (event) => heard.push((event as CustomEvent).detail))
  const report = reporter()
  report({ code: 'C108', where: 'script tag' })
  report({ code: 'C108', where: 'script tag' })
  expect(heard).toEqual([{ code: 'C108', where: 'script tag' }])
  expect(Object.isFrozen(heard[0])).toBe(true)
  report({ code: 'C106', where: 'data-lang' })
  await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(2), 4000)
  expect(warn.mock.calls[0]?.[0]).toMatch(/^\[embed\] script tag: .*\(C108\)$/)
})
