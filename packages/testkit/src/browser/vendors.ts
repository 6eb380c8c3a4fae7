import type { VendorNetwork, VendorRequest } from './vendor-network.ts'

/** What vendors got to see. */
export interface Vendors {
  /** Every request to a host that is not the shop's, oldest first. */
  readonly requests: readonly VendorRequest[]
  /** Requests to a host or, with `*.`, to its sub-domains; optionally to paths that begin so. */
  requestsTo(host: string, path?: string): readonly VendorRequest[]
  /** Every host that was asked for anything, in order of appearance. */
  hosts(): readonly string[]
  /** Forgets what has been seen. */
  clear(): void
}

/** Reads a network's log. */
export function vendorsOf(network: VendorNetwork): Vendors {
  const { requests } = network
  return {
    requests,
    requestsTo: (host, path = '/') =>
      requests.filter((request) => covers(host, request.host) && request.path.startsWith(path)),
    hosts: () => [...new Set(requests.map(({ host }) => host))],
    clear: network.clear,
  }
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}
