import type { ServiceFacts } from '@latchkey/core'

/** What is known about YouTube's embedded player. Lifetimes under a day are rounded up to one. */
export const facts: ServiceFacts = {
  id: 'youtube',
  name: 'YouTube',
  company: 'Google LLC',
  role: 'controller',
  countries: ['US'],
  transfer: 'DPF or SCC',
  purposes: ['video'],
  hosts: [
    'www.youtube.com',
    'www.youtube-nocookie.com',
    'i.ytimg.com',
    '*.ytimg.com',
    '*.googlevideo.com',
    'static.doubleclick.net',
    'googleads.g.doubleclick.net',
    'www.google.com',
  ],
  keys: [
    { kind: 'cookie', name: 'VISITOR_INFO1_LIVE', days: 180, thirdParty: true },
    { kind: 'cookie', name: 'VISITOR_PRIVACY_METADATA', days: 180, thirdParty: true },
    { kind: 'cookie', name: 'YSC', days: 0, thirdParty: true },
    { kind: 'cookie', name: 'PREF', days: 730, thirdParty: true },
    { kind: 'cookie', name: '__Secure-ROLLOUT_TOKEN', days: 180, thirdParty: true },
    { kind: 'cookie', name: 'GPS', days: 1, thirdParty: true },
    // The player's own storage, partitioned to this site by browsers; a year stands for «until deleted».
    { kind: 'local', name: 'yt-remote-*', days: 365, thirdParty: true },
    { kind: 'local', name: 'yt.innertube::*', days: 365, thirdParty: true },
  ],
  retentionDays: null,
  ai: false,
  training: false,
  privacyUrl: 'https://policies.google.com/privacy',
  docsUrl: 'https://support.google.com/youtube/answer/171780',
  sources: [
    'https://support.google.com/youtube/answer/171780',
    'https://github.com/jkwakman/Open-Cookie-Database/blob/master/open-cookie-database.csv',
  ],
  checked: '2026-11-21',
}
