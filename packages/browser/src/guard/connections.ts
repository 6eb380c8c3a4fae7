import { fail, type Hook, patchKinds, type Realm } from './realm.ts'

/** `fetch`, with all it takes: a string, a `URL`, a `Request`. */
export const fetches: Hook = ({ window, patch, refuses }) => {
  patch(window, 'fetch', (go, args) =>
    refuses(args[0]) ? Promise.reject(new window.TypeError('Failed to fetch')) : go(),
  )
  patch(window, 'fetchLater', (go, args) => (refuses(args[0]) ? Object.freeze({ activated: false }) : go()))
}

/** `navigator.sendBeacon` says `false`, as it does when its queue is full. */
export const beacons: Hook = ({ window, patch, refuses }) => {
  patch(window.Navigator.prototype, 'sendBeacon', (go, args) => !refuses(args[0]) && go())
}

/** `XMLHttpRequest`: `open` asks for nothing yet, so `send` is where it fails. */
export const xhr: Hook = ({ window, patch, refuses }) => {
  const opened = new WeakMap<object, readonly unknown[]>()
  const { prototype } = window.XMLHttpRequest
  patch(prototype, 'open', (go, args, self) => {
    opened.set(self, args)
    Reflect.deleteProperty(self, 'readyState')
    return go()
  })
  patch(prototype, 'send', (go, _, self) => {
    const [, url, async = true] = opened.get(self) ?? []
    if (!refuses(url)) return go()
    if (!async) {
      // The platform throws by itself, and asks nobody.
      const request = self as XMLHttpRequest
      request.open('GET', 'about:invalid', false)
      return go()
    }
    window.setTimeout(() => {
      Object.defineProperty(self, 'readyState', { value: 4, configurable: true })
      for (const type of ['readystatechange', 'error', 'loadend'])
        (self as EventTarget).dispatchEvent(new window.ProgressEvent(type))
    })
    return undefined
  })
}

/** `WebSocket`, `EventSource`: an object that is closed and says so; those open at a withdrawal are closed. */
export const sockets: Hook = (realm) => {
  const { window, patch, refuses } = realm
  patch(window, 'WebSocket', (go, args) =>
    refuses(args[0])
      ? dead(realm, 'WebSocket', ['error', 'close'], {
          readyState: 3,
          url: String(args[0]),
          bufferedAmount: 0,
        })
      : realm.watch(go()),
  )
  // Whoever hears of a withdrawal before the guard does, or connected before it stood, finds the line dead.
  patch(window.WebSocket.prototype, 'send', (go, _, self) => {
    const { url } = self as WebSocket
    return refuses(url) ? (self as WebSocket).close() : go()
  })
  patch(window, 'EventSource', (go, args) =>
    refuses(args[0])
      ? dead(realm, 'EventSource', ['error'], { readyState: 2, url: String(args[0]) })
      : realm.watch(go()),
  )
}

/** Script for worklets comes from anywhere, unlike that of workers. */
export const worklets: Hook = (realm) => {
  const { window, refuses } = realm
  patchKinds(realm, { Worklet: 'addModule' }, (go, args) =>
    refuses(args[0]) ? Promise.reject(new window.DOMException('Failed to load', 'AbortError')) : go(),
  )
}

/** An object of the kind that the page asked for, without the connection. */
function dead(
  realm: Realm,
  kind: 'WebSocket' | 'EventSource',
  types: readonly string[],
  state: Readonly<Record<string, unknown>>,
): object {
  const { window } = realm
  const object: EventTarget = Object.setPrototypeOf(new window.EventTarget(), window[kind].prototype)
  const members = {
    ...state,
    onopen: null,
    onmessage: null,
    onerror: null,
    onclose: null,
    close() {},
    send() {},
  }
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(object, name, { value, writable: true, configurable: true })
  fail(realm, object, ...types)
  return object
}
