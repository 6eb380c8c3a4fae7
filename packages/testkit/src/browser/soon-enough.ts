/**
 * The answer to something that was asked of a page, or a rejection with this sentence after `ms` milliseconds: a page
 * that hangs must not hang the run.
 */
export function soonEnough<T>(work: Promise<T>, ms: number, sentence: string): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(reject, ms, new Error(sentence)).unref()
    }),
  ])
}
