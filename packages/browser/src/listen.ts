import type { Unsubscribe } from '@latchkey/core'

/** Listens until it is left. */
export function listen<T extends Event = Event>(
  target: EventTarget,
  name: string,
  heard: (event: T) => void,
  capture?: boolean,
): Unsubscribe {
  target.addEventListener(name, heard as EventListener, capture) // an event of another kind does not have this name
  return () => target.removeEventListener(name, heard as EventListener, capture)
}
