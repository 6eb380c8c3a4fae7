import type { Judge } from './judge.ts'
import type { Patch, Wrap } from './patch.ts'

/** One page, or one frame of it, as the hooks see it. */
export interface Realm extends Judge {
  /** By name, because no type library knows all of what browsers have. */
  readonly window: Window & typeof globalThis & Readonly<Record<string, unknown>>
  readonly patch: Patch
  /** Elements that may ask for what they like. */
  readonly exempt: WeakSet<object>
  /** Remembers a connection, to close it when its host is refused later. */
  watch<T>(connection: T): T
  /** Called when the guard is left. */
  leave(stop: () => void): void
  /** Called whenever what is refused may have changed. */
  changed(tell: () => void): void
  /** Guards a page's same-origin frames too. */
  enter(page: Window): void
}

/** Stands in front of one way in which a request can leave. */
export type Hook = (realm: Realm) => void

/** Stands in front of members of many kinds, named by kind; engines that do not know a kind have nothing to guard there. */
export function patchKinds(
  { window, patch }: Realm,
  members: Readonly<Record<string, string>>,
  wrap: Wrap,
): void {
  for (const [kind, names] of Object.entries(members)) {
    const { prototype } = Object(window[kind]) as { readonly prototype?: object }
    patch(prototype, names, wrap)
  }
}

/** Tells an element, or whatever stands for a connection, that its request failed: later, as the platform does. */
export function fail({ window }: Realm, target: EventTarget, ...types: readonly string[]): void {
  window.setTimeout(() => {
    for (const type of types) {
      const event = new window.Event(type)
      // Only what we have made ourselves lacks the platform's own handling of `on…`.
      const own = Object.getOwnPropertyDescriptor(target, `on${type}`)?.value
      if (typeof own === 'function') own.call(target, event)
      target.dispatchEvent?.(event)
    }
  })
}
