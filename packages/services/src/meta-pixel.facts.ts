import type { ServiceFacts } from '@latchkey/core'
import { metaPixel as hosts } from './hosts.ts'

/** What is known about Meta Pixel. */
export const facts: ServiceFacts = {
  id: 'meta-pixel',
  name: 'Meta Pixel',
  company: 'Meta Platforms Ireland Limited',
  // CJEU C-40/17 Fashion ID: joint for collecting and passing on.
  role: 'joint controller',
  countries: ['IE', 'US'],
  transfer: 'DPF or SCC',
  purposes: ['marketing'],
  hosts,
  keys: [
    { kind: 'cookie', name: '_fbp', days: 90 },
    { kind: 'cookie', name: '_fbc', days: 90 },
    { kind: 'cookie', name: 'fr', days: 90, thirdParty: true },
    { kind: 'cookie', name: 'datr', days: 730, thirdParty: true },
    { kind: 'cookie', name: 'sb', days: 730, thirdParty: true },
  ],
  retentionDays: null,
  ai: false,
  training: 'unknown',
  privacyUrl: 'https://www.facebook.com/privacy/policy',
  docsUrl: 'https://developers.facebook.com/docs/meta-pixel/implementation/gdpr',
  sources: [
    'https://developers.facebook.com/docs/meta-pixel/implementation/gdpr',
    'https://curia.europa.eu/juris/liste.jsf?num=C-40/17',
    'https://github.com/jkwakman/Open-Cookie-Database/blob/master/open-cookie-database.csv',
  ],
  checked: '2026-11-21',
}
