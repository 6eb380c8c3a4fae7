import type { TestDetails } from '@playwright/test'

/** Tests with this tag run with `LATCHKEY_ALL=1` only. */
export const RARE = '@rare'

/**
 * Details for a test that says of one more variant what others have said already.
 *
 * @example
 * for (const [i, way] of ways.entries()) test(`${way} loses nothing`, rare(i > 0), async () => {})
 */
export function rare(is: boolean): TestDetails {
  return { tag: is ? [RARE] : [] }
}
