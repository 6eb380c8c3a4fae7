import type { ServiceFacts } from '@latchkey/core'
import { clarity as hosts } from './hosts.ts'

/** What is known about Microsoft Clarity. Lifetimes under a day are rounded up to one. */
export const facts: ServiceFacts = {
  id: 'clarity',
  name: 'Microsoft Clarity',
  company: 'Microsoft Corporation',
  // Microsoft uses what it gets for its own ends too (Clarity terms of use).
  role: 'controller',
  countries: ['US'],
  transfer: 'DPF or SCC',
  purposes: ['analytics', 'marketing'],
  hosts,
  keys: [
    { kind: 'cookie', name: '_clck', days: 365 },
    { kind: 'cookie', name: '_clsk', days: 1 },
    { kind: 'session', name: '_cltk', days: 0 },
    { kind: 'cookie', name: 'CLID', days: 365, thirdParty: true },
    { kind: 'cookie', name: 'SM', days: 0, thirdParty: true },
    { kind: 'cookie', name: 'MUID', days: 365, thirdParty: true },
    { kind: 'cookie', name: 'MR', days: 180, thirdParty: true },
    { kind: 'cookie', name: 'ANONCHK', days: 1, thirdParty: true },
  ],
  // 13 months for clicks, heat maps and labelled recordings; other recordings 30 days.
  retentionDays: 396,
  ai: false,
  training: 'unknown',
  privacyUrl: 'https://privacy.microsoft.com/privacystatement',
  docsUrl: 'https://learn.microsoft.com/en-us/clarity/setup-and-installation/clarity-consent-api-v2',
  sources: [
    'https://learn.microsoft.com/en-us/clarity/setup-and-installation/clarity-consent-api-v2',
    'https://learn.microsoft.com/en-us/clarity/setup-and-installation/data-retention',
    'https://clarity.microsoft.com/terms',
    'https://github.com/microsoft/clarity',
  ],
  checked: '2026-11-21',
}
