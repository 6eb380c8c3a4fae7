import type { EventsUnderTest } from '@latchkey/testkit/contract'

/** The event in a request to Google's collector. */
export const readCollect: EventsUnderTest['read'] = ({ path }) => {
  const query = new URL(path, 'https://vendor').searchParams
  const name = query.get('en')
  return name ? { name, time: Number(query.get('epn.event_time')) } : undefined
}
