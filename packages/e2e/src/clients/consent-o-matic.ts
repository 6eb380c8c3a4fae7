import type { ConsentOMaticRules } from '@latchkey/testkit/clients'

/** What came of it. */
export interface Operated {
  /** The rule that found a question on the screen. */
  readonly found: string | null
  readonly clicks: number
}

/**
 * Does what Consent-O-Matic's documentation says that it does with rules: the extension itself is in no registry. For
 * `page.evaluate`, so it needs nothing from around it. From the documentation are detectors, the order of methods, what each
 * action does and its defaults; from how published rules are written, that a parent is looked into behind its shadow root.
 */
export async function operate(rules: ConsentOMaticRules): Promise<Operated> {
  type Rule = ConsentOMaticRules[string]
  type Action = Rule['methods'][number]['action']
  type Target = Rule['detectors'][number]['presentMatcher']
  type Selection = Target['target']

  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const first = (within: ParentNode, { selector, displayFilter }: Selection) =>
    [...within.querySelectorAll<HTMLElement>(selector)].find(
      (element) => displayFilter === undefined || displayFilter === element.offsetHeight > 0,
    )
  const find = ({ parent, target }: Pick<Target, 'parent' | 'target'>) => {
    const within = parent ? first(document, parent) : document
    return within && first((within as Element).shadowRoot ?? within, target)
  }
  let clicks = 0
  const act = async (action: Action): Promise<void> => {
    if (action.type === 'click') {
      const target = find(action)
      if (target) clicks += 1
      target?.click()
    } else if (action.type === 'waitcss') {
      const { retries = 10, waitTime = 250, negated = false } = action
      for (let left = retries; left > 0 && !find(action) !== negated; left -= 1) await pause(waitTime)
    } else if (action.type === 'list') {
      for (const one of action.actions) await act(one)
    } else throw new Error(`no such action: ${JSON.stringify(action)}`)
  }
  // It looks again when the page changes, and gives up after five seconds.
  for (let left = 20; left > 0; left -= 1) {
    for (const [name, { detectors, methods }] of Object.entries(rules)) {
      const detector = detectors.find(({ presentMatcher }) => find(presentMatcher))
      if (!detector || !find(detector.showingMatcher)) continue
      for (const method of ['HIDE_CMP', 'OPEN_OPTIONS', 'HIDE_CMP', 'DO_CONSENT', 'SAVE_CONSENT'] as const) {
        const action = methods.find((one) => one.name === method)?.action
        if (action) await act(action)
      }
      return { found: name, clicks }
    }
    await pause(250)
  }
  return { found: null, clicks }
}
