import type { Condition, DeviceKey, ReportProblem } from '@latchkey/core'

/** The page as a service sees it. Nothing else may be read or touched, so that a test can pass a page of its own. */
export interface ServiceContext {
  /** The page's globals. Read and write members by name, and check their types: the page is not ours. */
  readonly window: Record<string, unknown>
  readonly document: Document
  /** Whether a purpose is granted, or a condition met, at this moment. */
  isGranted(needs: Condition): boolean
  /**
   * Adds an async `<script>` with the page's nonce, through a Trusted Types policy, and removes it when the service
   * stops. Resolves when it has run, rejects when it could not be loaded. Only `https:` addresses.
   */
  loadScript(url: string, attributes?: Readonly<Record<string, string>>): Promise<void>
  readonly report: ReportProblem
}

/** A key that a service leaves on the shop's own domain, to be purged on withdrawal. */
export type PurgeableKey = Pick<DeviceKey, 'kind' | 'name'>

/**
 * A vendor's integration on the page. The gate calls `hold` once, `start` when `needs` is met, `update` while it runs
 * and any standing changes, `stop` when `needs` is met no longer; then it may call `start` again, any number of times.
 * `refuse` is called, perhaps more than once, when a refusal comes to a service that does not run.
 *
 * @example
 * const pixel: Service = {
 *   id: 'acme',
 *   needs: 'marketing',
 *   keys: [{ kind: 'cookie', name: '_acme' }],
 *   start: ({ loadScript }) => loadScript('https://cdn.acme.example/pixel.js'),
 * }
 */
export interface Service {
  readonly id: string
  /** Has no default: which purpose a vendor serves is the site's own decision. */
  readonly needs: Condition
  /** The vendor script that `start` asks for, so that it can be fetched while this service's code still loads. */
  readonly script?: string | undefined
  /** Host patterns it talks to; `*.example.com` covers sub-domains. */
  readonly hosts?: readonly string[] | undefined
  /** First-party keys it leaves on the device; `*` in a name stands for any run of characters. */
  readonly keys?: readonly PurgeableKey[] | undefined
  /** What runs on the page cannot be stopped: withdrawal ends in one reload. @default false */
  readonly reload?: boolean | undefined
  /** Sets the vendor's own «denied» default. Must make no request and store nothing. */
  hold?(context: ServiceContext): void
  start?(context: ServiceContext): void | Promise<void>
  update?(context: ServiceContext): void
  stop?(context: ServiceContext): void | Promise<void>
  /** Drops at once whatever waits for a grant. Must make no request and store nothing. */
  refuse?(context: ServiceContext): void
}
