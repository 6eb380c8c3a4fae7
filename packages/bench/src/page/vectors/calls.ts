import type { Vector } from '../vector.ts'

/** Calls of the platform that take an address. */
export function calls(): readonly Vector[] {
  return [
    { id: 'fetch', fire: ({ url }) => fetch(url('json')) },
    { id: 'service-fetch', fire: ({ ofService }) => fetch(ofService('json')) },
    { id: 'fetch-url', fire: ({ url }) => fetch(new URL(url('json'))) },
    { id: 'fetch-request', fire: ({ url }) => fetch(new Request(url('json'), { mode: 'no-cors' })) },
    {
      id: 'fetch-keepalive',
      fire: ({ url }) => fetch(url('json'), { method: 'POST', body: 'a', keepalive: true, mode: 'no-cors' }),
    },
    {
      id: 'xhr',
      fire({ url }) {
        const request = new XMLHttpRequest()
        request.open('GET', url('json'))
        request.send()
      },
    },
    { id: 'beacon', fire: ({ url }) => void navigator.sendBeacon(url('json'), 'a') },
    {
      id: 'websocket',
      fire: ({ url }) => void new WebSocket(url('ws').replace('https', 'wss')),
    },
    { id: 'event-source', fire: ({ url }) => void new EventSource(url('sse')) },
    {
      id: 'fetch-later',
      fire: ({ url }) =>
        (globalThis as unknown as { fetchLater(url: string, init: object): unknown }).fetchLater(
          url('json'),
          { activateAfter: 0 },
        ), // not in TypeScript's DOM yet
    },
    { id: 'import', fire: ({ url }) => import(url('js')) },
    {
      id: 'font-face',
      fire: ({ url }) => new FontFace('lab', `url("${url('woff2')}")`).load(),
    },
    {
      id: 'audio-worklet',
      fire: ({ url }) => new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(url('js')),
    },
  ]
}
