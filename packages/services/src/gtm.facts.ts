import type { ServiceFacts } from '@latchkey/core'

/** What is known about Google Tag Manager itself. What a container loads is the site's own to declare. */
export const facts: ServiceFacts = {
  id: 'gtm',
  name: 'Google Tag Manager',
  company: 'Google LLC',
  role: 'processor',
  countries: ['US'],
  transfer: 'DPF or SCC',
  purposes: ['analytics', 'marketing'],
  hosts: ['www.googletagmanager.com', 'tagmanager.google.com'],
  // One minute, rounded up.
  keys: [{ kind: 'cookie', name: '_dc_gtm_*', days: 1 }],
  // Its own request logs; tags in the container keep what they keep.
  retentionDays: 14,
  ai: false,
  training: false,
  privacyUrl: 'https://policies.google.com/privacy',
  docsUrl: 'https://developers.google.com/tag-platform/tag-manager/datalayer',
  sources: [
    'https://developers.google.com/tag-platform/tag-manager/templates/consent-apis',
    'https://developers.google.com/tag-platform/security/guides/consent',
    'https://support.google.com/tagmanager/answer/9323295',
    'https://github.com/jkwakman/Open-Cookie-Database/blob/master/open-cookie-database.csv',
  ],
  checked: '2026-11-21',
}
