import { setTimeout as pause } from 'node:timers/promises'
import type { LogStore } from './store.ts'
import { PATIENCE } from './when-free.ts'

/** Wipes, and tries again for some seconds while others use the store. Whether it is done. */
export async function wipeNow(store: Pick<LogStore, 'wipe'>): Promise<boolean> {
  for (const until = performance.now() + PATIENCE; ; await pause(50)) {
    if (await store.wipe()) return true
    if (performance.now() >= until) return false
  }
}
