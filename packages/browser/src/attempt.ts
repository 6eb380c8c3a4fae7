/** What `action` answers; `undefined` if it throws, as storage does that is switched off, full or out of reach. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
