import type { Hook } from './realm.ts'
import { guardWorker, type Luggage } from './worker-guard.ts'

/**
 * Workers made from a blob or a `data:` address: the only ones that can be given code to run first. A worker from the
 * shop's own address is the shop's own code, and its own policy keeps it in.
 */
export const workers: Hook = ({ window, patch, refused, changed, leave }) => {
  const { Blob, URL, BroadcastChannel } = window
  const blobs = new Map<string, Blob>()
  const name = `latchkey.${Math.random()}`
  // Opened for the first worker: most pages have none, and nothing else takes as long to make.
  let channel: BroadcastChannel | undefined
  changed(() => channel?.postMessage(refused()))
  leave(() => channel?.close())
  patch(URL, 'createObjectURL', (go, args) => {
    const url = go()
    if (args[0] instanceof Blob) blobs.set(String(url), args[0])
    return url
  })
  patch(URL, 'revokeObjectURL', (go, args) => {
    blobs.delete(String(args[0]))
    return go()
  })
  patch(window, 'Worker SharedWorker', (go, args) => {
    const [address, ...options] = args
    if (typeof address !== 'string') return go() // a trusted one: it cannot be changed
    const blob = blobs.get(address)
    const [, kind = '', text = ''] = /^data:([^,]*),(.*)/s.exec(address) ?? []
    if (!blob && !text) return go()
    channel ??= new BroadcastChannel(name)
    const code = String(guardWorker)
    const luggage: Luggage = [name, refused(), code]
    const first = `(${code})(${JSON.stringify(luggage)});`
    if (!blob) {
      const rest = /;base64$/i.test(kind) ? window.atob(text) : decodeURIComponent(text)
      return go([`data:text/javascript,${encodeURIComponent(first + rest)}`, ...options])
    }
    const url = URL.createObjectURL(new Blob([first, blob], { type: blob.type }))
    try {
      return go([url, ...options])
    } finally {
      URL.revokeObjectURL(url)
    }
  })
}
