/**
 * Stands in front of one member of the platform. `go` calls it as the page did, or with other arguments; what comes
 * back goes to the page. `self` is what it was called on; for a constructor there is none yet.
 */
export type Wrap = (
  go: (changed?: unknown[]) => unknown,
  args: unknown[],
  self: object,
  name: string,
) => unknown

/**
 * Puts a wrap in front of members of `owner`, named one after the other; those that are not there are skipped. Of
 * accessors it is the setter that makes requests, and the getter only where there is nothing else, unless `role` says so.
 */
export type Patch = (owner: unknown, names: string, wrap: Wrap, role?: 'get') => void

/**
 * Makes a {@link Patch}. A proxy keeps name, length, static members and the native text of what it stands for. Where
 * the page puts a wrap of its own around ours, ours cannot be taken out again; it passes everything on then.
 */
export function patcher(isOn: () => boolean, undo: (() => void)[]): Patch {
  return (owner, names, wrap, wanted) => {
    for (const name of owner ? names.split(' ') : []) {
      const found = Object.getOwnPropertyDescriptor(owner, name)
      const role = wanted ?? (found?.set ? 'set' : found?.get ? 'get' : 'value')
      const native: unknown = found?.[role]
      if (!found?.configurable || typeof native !== 'function') continue
      const run = (args: unknown[], self: object, call: (args: unknown[]) => unknown) => {
        let gone = !isOn()
        if (gone) return call(args)
        const go = (changed = args) => {
          gone = true
          return call(changed)
        }
        try {
          return wrap(go, args, self, name)
        } catch (error) {
          if (gone) throw error // the platform's own, for the page
          return call(args)
        }
      }
      const ours = new Proxy(native, {
        apply: (target, self, args) => run(args, self, (list) => Reflect.apply(target, self, list)),
        // Every wrap of a constructor answers with an object.
        construct: (target, args, made) =>
          run(args, target, (list) => Reflect.construct(target, list, made)) as object,
      })
      found[role] = ours
      Object.defineProperty(owner, name, found)
      undo.push(() => {
        if (Object.getOwnPropertyDescriptor(owner, name)?.[role] === ours)
          Object.defineProperty(owner, name, { ...found, [role]: native })
      })
    }
  }
}
