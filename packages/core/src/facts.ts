import type { PurposeId } from './types.ts'

/** A key that a vendor leaves on the device. */
export interface DeviceKey {
  /** Name, or a pattern with `*` for any run of characters. */
  readonly name: string
  readonly kind: 'cookie' | 'local' | 'session' | 'indexeddb' | 'cache'
  /** How long the vendor keeps it, in days; `0` for the session. */
  readonly days: number
  /** Set on the vendor's own domain, out of the shop's reach. @default false */
  readonly thirdParty?: boolean | undefined
}

/**
 * What the shopper is told about a vendor, and what a record of processing needs (GDPR art. 13 and 30;
 * CJEU C-673/17 Planet49 for storage durations). Facts live beside a service's code and load with the panel.
 */
export interface ServiceFacts {
  readonly id: string
  /** The product's name, as shoppers know it. */
  readonly name: string
  readonly company: string
  readonly role: 'processor' | 'controller' | 'joint controller'
  /** ISO 3166 codes of the countries that data goes to. */
  readonly countries: readonly string[]
  /** What makes the transfer lawful. */
  readonly transfer: 'none' | 'adequacy' | 'DPF' | 'SCC' | 'DPF or SCC'
  /** What the vendor is usually used for on a shop. A hint only: the site decides. */
  readonly purposes: readonly PurposeId[]
  /** Host patterns that it talks to; `*.example.com` covers sub-domains. */
  readonly hosts: readonly string[]
  readonly keys: readonly DeviceKey[]
  /** Longest time that the vendor keeps the data, in days; `null` if the vendor does not say. */
  readonly retentionDays: number | null
  /** An AI system talks to the shopper (EU AI Act art. 50(1)). `unknown` is told as «may be». */
  readonly ai: boolean | 'unknown'
  /** Chat text trains models. */
  readonly training: boolean | 'unknown'
  readonly privacyUrl: string
  readonly docsUrl: string
  /** Public pages that the facts were read from. */
  readonly sources: readonly string[]
  /** ISO date of the last check. */
  readonly checked: string
}
