import type { Act } from '../access/roles.ts'
import type { Holder } from '../access/tokens.ts'

/** A page of the dashboard. */
export interface Place {
  readonly path: string
  readonly title: string
  /** What the holder must be allowed to do. */
  readonly act: Act
  /** It is about all tenants at once: nothing for holders of some sites. */
  readonly everySite?: true | undefined
}

export const places: readonly Place[] = [
  { path: '/', title: 'Overview', act: 'see' },
  { path: '/delivery', title: 'Delivery', act: 'see', everySite: true },
  { path: '/find', title: 'Find', act: 'read' },
  { path: '/verify', title: 'Verify', act: 'verify' },
  { path: '/export', title: 'Export', act: 'verify' },
  { path: '/erasure', title: 'Erasure', act: 'erase' },
  { path: '/tokens', title: 'Tokens', act: 'manage' },
  { path: '/accesses', title: 'Accesses', act: 'erase', everySite: true },
]

/** Where a holder may go. */
export function placesOf(holder: Holder): readonly Place[] {
  return places.filter(
    ({ act, everySite }) => holder.may(act) && !(everySite === true && holder.sites !== null),
  )
}

/** Whether something of this site may be shown to the holder (threat model F8). */
export function isTheirs({ sites }: Holder, site: string): boolean {
  return sites === null || sites.includes(site)
}
