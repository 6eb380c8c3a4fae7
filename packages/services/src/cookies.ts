import type { PurgeableKey } from '@latchkey/browser'

/** First-party cookies, their names separated by spaces, as a service lists them. */
export function cookies(names: string): readonly PurgeableKey[] {
  return names.split(' ').map((name) => ({ kind: 'cookie', name }))
}
