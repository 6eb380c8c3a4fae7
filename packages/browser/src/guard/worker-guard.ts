/** What travels into a worker, and from there into those that it makes. */
export type Luggage = readonly [channel: string, hosts: readonly string[], code: string]

/**
 * The guard inside a worker. It travels there as text, so it may use nothing but its arguments and the worker's own
 * globals. What the page refuses comes over a channel as it changes.
 */
export function guardWorker([channel, hosts, code]: Luggage): void {
  let refused = hosts
  const blobs = new Map<unknown, Blob>()
  const swap = (value: unknown) => {
    try {
      const { url, href } = Object(value)
      const host = new URL(url ?? href ?? value).hostname.replace(/\.$/, '')
      return refused.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one))
        ? 'about:invalid'
        : value
    } catch {
      return value // not a whole address: not one of somebody else's
    }
  }
  const wrap = (
    owner: unknown,
    name: string,
    change: (args: unknown[]) => unknown[],
    after?: (made: unknown, args: unknown[]) => void,
  ) => {
    const native = owner && Reflect.get(Object(owner), name)
    if (typeof native !== 'function') return
    const front = new Proxy(native, {
      apply(target, self, args) {
        const made = Reflect.apply(target, self, change(args))
        after?.(made, args)
        return made
      },
      construct: (target, args, made) => Reflect.construct(target, change(args), made),
    })
    Reflect.set(Object(owner), name, front)
  }
  const each = (args: unknown[]) => args.map(swap)
  for (const name of ['fetch', 'importScripts', 'EventSource', 'WebSocket']) wrap(globalThis, name, each)
  wrap(Reflect.get(globalThis.XMLHttpRequest ?? {}, 'prototype'), 'open', each)
  wrap(
    URL,
    'createObjectURL',
    (args) => args,
    (url, [blob]) => blob instanceof Blob && blobs.set(url, blob),
  )
  wrap(globalThis, 'Worker', ([url, ...rest]) => {
    const blob = blobs.get(url)
    const first = `(${code})(${JSON.stringify([channel, refused, code])});`
    return [blob ? URL.createObjectURL(new Blob([first, blob], { type: blob.type })) : url, ...rest]
  })
  new BroadcastChannel(channel).onmessage = ({ data }) => {
    refused = data
  }
}
