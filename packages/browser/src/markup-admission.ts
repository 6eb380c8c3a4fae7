import type { Condition, ConsentState, ReportProblem } from '@latchkey/core'
import { type Authority, isAuthorised } from './authorise.ts'
import { readCondition } from './markup-condition.ts'

/** What marked elements ask for, as far as they may. */
export interface Admission {
  /** What must be granted before an element starts; `undefined`, and told once, if it names no purpose of ours. */
  conditionOf(element: HTMLElement, state: ConsentState): Condition | undefined
  /** Whether a grant would start it. */
  isVouchedFor(element: HTMLElement, condition: Condition): boolean
  /** What an element starts with, `null` for an inline script; `undefined`, and told once, if nobody vouches for it. */
  sourceOf(element: HTMLElement, condition: Condition): URL | null | undefined
}

export function admission(authority: Authority, report: ReportProblem): Admission {
  const refused = new WeakSet<Element>()

  function refuse(
    element: HTMLElement,
    code: 'C201' | 'C202' | 'C203',
    got: string,
    expected?: string,
  ): undefined {
    if (refused.has(element)) return
    refused.add(element)
    report({ code, where: `<${element.localName} data-purpose="${element.dataset.purpose}">`, got, expected })
  }

  const isVouched = (element: HTMLElement, url: URL | null | undefined, condition: Condition) =>
    url !== undefined && isAuthorised(element, url, condition, authority)

  return {
    conditionOf(element, { standings }) {
      const text = element.dataset.purpose ?? ''
      return (
        readCondition(text, standings) ?? refuse(element, 'C201', text, Object.keys(standings).join(', '))
      )
    },
    isVouchedFor: (element, condition) => isVouched(element, resolved(element), condition),
    sourceOf(element, condition) {
      const url = resolved(element)
      if (isVouched(element, url, condition)) return url
      if (url === undefined) return refuse(element, 'C203', addressOf(element) ?? '')
      return refuse(element, 'C202', url?.origin ?? 'an inline script')
    },
  }
}

/** The address as it is written. */
export function addressOf(element: HTMLElement): string | null {
  return element.getAttribute(element.localName === 'script' ? 'src' : 'data-src')
}

/** `undefined`: an address that is never carried over. */
function resolved(element: HTMLElement): URL | null | undefined {
  const written = addressOf(element)
  if (written === null) return null
  try {
    // The element's own base, because an element in the page may take the place of `document.baseURI` (B5).
    const url = new URL(written, element.baseURI)
    return written && /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}
