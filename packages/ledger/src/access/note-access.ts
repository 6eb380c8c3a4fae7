import type { Job } from '../log/commit-queue.ts'
import type { StoredAccess } from '../store/store.ts'

/** Writes down that somebody used a privilege, before they get to use it (threat model G6). */
export function noteAccess(access: StoredAccess): Job<void> {
  return async ({ writer }) => {
    await writer.addAccess(access)
    return () => {}
  }
}
