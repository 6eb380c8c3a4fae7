import { expect, it } from 'vitest'
import { memoryStorage } from './storage.ts'

it('keeps a text for the page and leaves nothing on the device', () => {
  const storage = memoryStorage()
  expect(storage.read()).toBeNull()
  expect(storage.write('1~a', 0)).toBe(true)
  expect(storage.read()).toBe('1~a')
  expect(memoryStorage().read()).toBeNull()
  storage.clear()
  expect(storage.read()).toBeNull()
  expect([localStorage.length, document.cookie]).toEqual([0, ''])
})
