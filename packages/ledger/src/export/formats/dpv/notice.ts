/** What stood on a notice and belongs into a 27560 record. */
export interface NoticeFacts {
  /** Who asked, as shoppers read it. */
  readonly controller?: string | undefined
  /** Every displayed text, in order, a line each. */
  readonly words?: string | undefined
  /** Services that were named. */
  readonly services: readonly string[]
}

/** Reads a notice document. It came from a browser: what is not as expected is not there. */
export function noticeFacts(document: string | null): NoticeFacts {
  const notice = objectOf(document)
  const controller = notice.controller
  const words = textsOf(notice.texts).join('\n')
  return {
    controller: typeof controller === 'string' && controller ? controller : undefined,
    words: words || undefined,
    services: textsOf(notice.services),
  }
}

function objectOf(document: string | null): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(document ?? '')
    // Of anything but an object, the members below are not there.
    return { ...(value as object) }
  } catch {
    return {} // a site may register notices of its own making
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}
