/** As much of a request as a log is searched by. */
interface Asked {
  readonly host: string
  /** With the query. */
  readonly path: string
}

/** What vendors got to see. */
export interface Vendors<T extends Asked = Asked> {
  /** Every request to a vendor, oldest first. */
  readonly requests: readonly T[]
  /** Requests to a host or, with `*.`, to its sub-domains; optionally to paths that begin so. */
  requestsTo(host: string, path?: string): readonly T[]
  /** Every host that was asked for anything, in order of appearance. */
  hosts(): readonly string[]
  /** Forgets what has been seen. */
  clear(): void
}

/** Reads a log of requests. */
export function vendorsOf<T extends Asked>({
  requests,
  clear,
}: {
  readonly requests: readonly T[]
  readonly clear: () => void
}): Vendors<T> {
  return {
    requests,
    requestsTo: (host, path = '/') =>
      requests.filter((request) => covers(host, request.host) && request.path.startsWith(path)),
    hosts: () => [...new Set(requests.map(({ host }) => host))],
    clear,
  }
}

/** Whether a host is the one that is meant or, with `*.`, below it. */
export function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}
