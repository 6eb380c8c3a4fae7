/**
 * Whether records of an earlier page still wait in the journal, so that a page knows to load the rest of
 * `@latchkey/proof`. Give it `localStorage`; reading that may throw, which means no.
 *
 * @example
 * if (hasPending(localStorage)) void import('@latchkey/proof')
 */
export function hasPending(storage: object): boolean {
  return Object.keys(storage).some((key) => key.startsWith('latchkey.outbox.'))
}
