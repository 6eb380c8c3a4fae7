/** Own members only, and no prototype: nothing is ever granted by inheritance, however the page polluted it (B6). */
export function own<T extends object>(members?: T): T {
  return { __proto__: null, ...members } as T
}
