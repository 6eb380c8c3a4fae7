import type { DeviceKey } from '@latchkey/core'
import { windowOf } from './window-of.ts'

/** Tells what is on the device now, as far as a page can see: databases and caches it cannot, at once. Reads each store once. */
export function onDevice(page: Document): (key: DeviceKey) => boolean {
  const window = windowOf(page)
  const stores = {
    cookie: () => page.cookie.split('; ').map((pair) => pair.split('=')[0] ?? ''),
    local: () => Object.keys(window?.localStorage ?? {}),
    session: () => Object.keys(window?.sessionStorage ?? {}),
    indexeddb: () => [],
    cache: () => [],
  }
  const read: Partial<Record<DeviceKey['kind'], readonly string[]>> = {}
  return ({ kind, name }) => {
    const pattern = new RegExp(`^${name.split('*').map(escaped).join('.*')}$`)
    try {
      read[kind] ??= stores[kind]()
      return read[kind].some((one) => pattern.test(one))
    } catch {
      return false // storage is switched off: nothing is there
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
