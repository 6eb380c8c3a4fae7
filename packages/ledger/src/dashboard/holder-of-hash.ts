import { timingSafeEqual } from 'node:crypto'
import { isRole, mayDo, type Role } from '../access/roles.ts'
import { type Holder, hashOfToken } from '../access/tokens.ts'
import type { LogReader } from '../store/store.ts'

/** Who holds the token of this hash; `null` for nobody, or no longer. What `holderOf` is for a token itself. */
export async function holderOfHash(
  hash: string,
  { read, given, now }: { read: LogReader; given: string | undefined; now: number },
): Promise<Holder | null> {
  const claimed = Buffer.from(hash)
  const admin = given === undefined ? null : Buffer.from(hashOfToken(given))
  if (admin && claimed.length === admin.length && timingSafeEqual(claimed, admin)) {
    return holder('LATCHKEY_ADMIN_TOKEN', 'admin', null)
  }
  const stored = await read.token(hash)
  if (!stored || !isRole(stored.role) || (stored.expires !== null && stored.expires <= now)) return null
  return holder(stored.name, stored.role, stored.sites)
}

function holder(name: string, role: Role, sites: readonly string[] | null): Holder {
  return { name, role, sites, may: (act) => mayDo(role, act) }
}
