import type { Unsubscribe } from '@latchkey/core'

/** Keeps one short text on the device. No method throws: what cannot be read is `null`, what cannot be written is `false`. */
export interface StringStorage {
  readonly name: string
  read(): string | null
  /** `until`: when the text may be forgotten, milliseconds since 1970. */
  write(value: string, until: number): boolean
  clear(): void
  /** Calls back when another tab has written. */
  watch?(changed: () => void): Unsubscribe
}

/** What is written is forgotten with the page: for tests, and for pages that must leave nothing behind. */
export function memoryStorage(): StringStorage {
  let kept: string | null = null
  return {
    name: 'memory',
    read: () => kept,
    write(value) {
      kept = value
      return true
    },
    clear() {
      kept = null
    },
  }
}
