import type { ServiceFacts } from '@latchkey/core'

/** What is known about Google Analytics 4. Lifetimes under a day are rounded up to one. */
export const facts: ServiceFacts = {
  id: 'ga4',
  name: 'Google Analytics',
  company: 'Google LLC',
  role: 'processor',
  countries: ['US'],
  transfer: 'DPF or SCC',
  purposes: ['analytics'],
  hosts: [
    'www.googletagmanager.com',
    '*.google-analytics.com',
    'analytics.google.com',
    '*.analytics.google.com',
    'stats.g.doubleclick.net',
    'www.google.com',
  ],
  keys: [
    { kind: 'cookie', name: '_ga', days: 730 },
    { kind: 'cookie', name: '_ga_*', days: 730 },
    { kind: 'cookie', name: '_gid', days: 1 },
    { kind: 'cookie', name: '_gat*', days: 1 },
    { kind: 'cookie', name: '_dc_gtm_*', days: 1 },
    { kind: 'cookie', name: '_gac_*', days: 90 },
    { kind: 'cookie', name: 'FPID', days: 730 },
    { kind: 'cookie', name: 'FPLC', days: 1 },
  ],
  // The longest that a standard property can be set to: 14 months.
  retentionDays: 426,
  ai: false,
  training: false,
  privacyUrl: 'https://policies.google.com/privacy',
  docsUrl: 'https://developers.google.com/tag-platform/security/guides/consent',
  sources: [
    'https://developers.google.com/tag-platform/security/guides/consent',
    'https://developers.google.com/tag-platform/security/guides/privacy',
    'https://support.google.com/analytics/answer/7667196',
    'https://github.com/jkwakman/Open-Cookie-Database/blob/master/open-cookie-database.csv',
  ],
  checked: '2026-11-21',
}
