/** A link that the law of a place wants on every page. */
export type LegalLink =
  | 'privacy-settings'
  | 'privacy-policy'
  | 'cookie-policy'
  | 'do-not-sell-or-targeted-ads'
  /** With the opt-out icon; stands for «Do Not Sell or Share» and «Limit the Use» together (11 CCR 7015; LR-48). */
  | 'your-privacy-choices'
  /** Needed only if sensitive data is used beyond 11 CCR 7027(m). */
  | 'limit-sensitive-pi'
  | 'notice-at-collection'
  | 'opt-out-ads'
  | 'opt-out-of-sale-address'
  | 'consumer-health-data-privacy-policy'
  | 'external-transmission-policy'

/** Places of equal rules, as the browser loads them. */
export type Row = readonly [
  /** ISO 3166 codes, one space between. */
  codes: string,
  model: 'opt-in' | 'mixed' | 'opt-out' | 'notice-only',
  grantDays: number,
  refusalDays: number,
  /** 1 if an opt-out signal (GPC) is to be honoured. */
  signal: 0 | 1,
  /** `LegalLink`s, one space between. */
  links: string,
  /** 1 if the notice must have a ✕ that refuses. */
  close?: 0 | 1,
  /** ISO date from which the row holds. */
  from?: string,
]
