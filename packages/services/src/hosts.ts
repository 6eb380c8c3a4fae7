// Whom each vendor's code on the page talks to: what a gate may vouch for, and what a guard stops.

export const clarity = ['*.clarity.ms', 'c.bing.com'] as const

export const ga4 = [
  'www.googletagmanager.com',
  '*.google-analytics.com',
  'analytics.google.com',
  '*.analytics.google.com',
  'stats.g.doubleclick.net',
] as const

/** The container itself; what its tags talk to only the site can know. */
export const gtm = ['www.googletagmanager.com'] as const

export const intercom = ['*.intercom.io', '*.intercomcdn.com', 'static.intercomassets.com'] as const

export const metaPixel = ['connect.facebook.net', 'www.facebook.com'] as const

/** Not what the player asks for inside its frame: some of those hosts serve other purposes on the page too. */
export const youtube = ['www.youtube.com', 'www.youtube-nocookie.com', 'i.ytimg.com'] as const
