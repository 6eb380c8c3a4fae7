import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { freshPage, leavePage } from './fakes.ts'
import { localStorageStorage } from './local-storage.ts'

beforeEach(() => freshPage())
afterEach(leavePage)

it('keeps, answers and forgets one text under its key', () => {
  const storage = localStorageStorage({ key: 'latchkey.x' })
  expect(storage.read()).toBeNull()
  expect(storage.write('1~a', 0)).toBe(true)
  expect(localStorage.getItem('latchkey.x')).toBe('1~a')
  expect(storage.read()).toBe('1~a')
  storage.clear()
  expect(storage.read()).toBeNull()
})

it('reads nothing and writes nothing where storage is switched off (D4)', () => {
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  const storage = localStorageStorage()
  expect(storage.read()).toBeNull()
  expect(storage.write('1~a', 0)).toBe(false)
  expect(storage.clear()).toBeUndefined()
})

it('says that a full storage kept nothing (D4)', () => {
  const full = {
    ...window,
    localStorage: {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    },
  } as unknown as Window // as much of it as is touched
  expect(localStorageStorage({ window: full }).write('1~a', 0)).toBe(false)
})

it('hears of its own key and of a cleared storage, until it is left', () => {
  const changed = vi.fn()
  const leave = localStorageStorage().watch(changed)
  const told = (key: string | null) => window.dispatchEvent(new StorageEvent('storage', { key }))
  told('other')
  expect(changed).toHaveBeenCalledTimes(0)
  told('latchkey')
  told(null)
  expect(changed).toHaveBeenCalledTimes(2)
  leave()
  told('latchkey')
  expect(changed).toHaveBeenCalledTimes(2)
})
