import type { StringStorage } from './storage.ts'

/**
 * Writes to both storages, reads the first, and hears of other tabs through whichever can watch. The second is read
 * only where the first does not work at all: a shopper who has cleared the first has taken their answers back.
 */
export function mirrored(first: StringStorage, second: StringStorage): StringStorage {
  let firstWorks = true
  return {
    name: first.name,
    read: () => first.read() ?? (firstWorks && globalThis.navigator.cookieEnabled ? null : second.read()),
    write(value, until) {
      firstWorks = first.write(value, until)
      const secondWorks = second.write(value, until)
      return firstWorks || secondWorks
    },
    clear() {
      first.clear()
      second.clear()
    },
    watch(changed) {
      const left = [first.watch?.(changed), second.watch?.(changed)]
      return () => {
        for (const leave of left) leave?.()
      }
    },
  }
}
