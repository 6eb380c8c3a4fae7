import type { DeviceKey } from '@latchkey/core'
import { windowOf } from './window-of.ts'

/** Whether something of this name is on the device now, as far as a page can see: databases and caches it cannot, at once. */
export function isOnDevice(page: Document, { kind, name }: DeviceKey): boolean {
  const window = windowOf(page)
  const pattern = new RegExp(`^${name.split('*').map(escaped).join('.*')}$`)
  try {
    const names = {
      cookie: () => page.cookie.split('; ').map((pair) => pair.split('=')[0] ?? ''),
      local: () => Object.keys(window?.localStorage ?? {}),
      session: () => Object.keys(window?.sessionStorage ?? {}),
      indexeddb: () => [],
      cache: () => [],
    }
    return names[kind]().some((one: string) => pattern.test(one))
  } catch {
    return false // storage is switched off: nothing is there
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
