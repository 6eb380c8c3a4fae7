import type { ServiceFacts } from '@latchkey/core'
import { intercom as hosts } from './hosts.ts'

/** What is known about Intercom Messenger. Whether its AI agent (Fin) answers is the site's to say. */
export const facts: ServiceFacts = {
  id: 'intercom',
  name: 'Intercom',
  company: 'Intercom, Inc.',
  role: 'processor',
  countries: ['US'],
  transfer: 'DPF or SCC',
  purposes: ['chat'],
  hosts,
  keys: [
    { kind: 'cookie', name: 'intercom-id-*', days: 274 },
    { kind: 'cookie', name: 'intercom-session-*', days: 7 },
    { kind: 'cookie', name: 'intercom-device-id-*', days: 274 },
    // Kept until it is deleted; a year stands for that.
    { kind: 'local', name: 'intercom.*', days: 365 },
  ],
  retentionDays: null,
  ai: 'unknown',
  training: 'unknown',
  privacyUrl: 'https://www.intercom.com/legal/privacy',
  docsUrl: 'https://www.intercom.com/help/en/articles/2361922-intercom-messenger-cookies',
  sources: [
    'https://www.intercom.com/help/en/articles/2361922-intercom-messenger-cookies',
    'https://www.intercom.com/help/en/articles/16845-how-do-i-end-a-session',
    'https://www.npmjs.com/package/@intercom/messenger-js-sdk',
  ],
  checked: '2026-11-21',
}
