/** Elements that a selector matches, and what else has to be true of them. */
export interface ConsentOMaticSelection {
  readonly selector: string
  /** On the screen, or not. */
  readonly displayFilter?: boolean | undefined
}

/** One element. Inside `parent` if there is one, behind its shadow root too. */
export interface ConsentOMaticTarget {
  readonly parent?: ConsentOMaticSelection | undefined
  readonly target: ConsentOMaticSelection
}

/** Whether such an element is there. */
export type ConsentOMaticMatcher = { readonly type: 'css' } & ConsentOMaticTarget

/** What is done, as far as ours need it. */
export type ConsentOMaticAction =
  | ({ readonly type: 'click' } & ConsentOMaticTarget)
  | ({
      readonly type: 'waitcss'
      readonly retries?: number | undefined
      readonly waitTime?: number | undefined
      readonly negated?: boolean | undefined
    } & ConsentOMaticTarget)
  | { readonly type: 'list'; readonly actions: readonly ConsentOMaticAction[] }

/** Rules of Consent-O-Matic by the name of who asks, plain JSON. */
export type ConsentOMaticRules = Readonly<
  Record<
    string,
    {
      readonly detectors: readonly {
        /** Whether we are on the page. */
        readonly presentMatcher: ConsentOMaticMatcher
        /** Whether the question stands. */
        readonly showingMatcher: ConsentOMaticMatcher
      }[]
      readonly methods: readonly {
        readonly name: 'HIDE_CMP' | 'OPEN_OPTIONS' | 'DO_CONSENT' | 'SAVE_CONSENT'
        readonly action: ConsentOMaticAction
      }[]
    }
  >
>

const HOST = { selector: '#latchkey' }
const BANNER = '[data-surface="banner"]'

/**
 * How [Consent-O-Matic](https://github.com/cavi-au/Consent-O-Matic) of Aarhus University refuses on our banner. It refuses
 * all, also for those who have told it to allow something: a choice made once for all sites is no answer to this question,
 * and we would record it as a refusal anyway.
 *
 * @example
 * import { consentOMaticRules } from '@latchkey/testkit/clients'
 * import { writeFileSync } from 'node:fs'
 *
 * writeFileSync('latchkey.json', JSON.stringify(consentOMaticRules, null, 4))
 */
export const consentOMaticRules: ConsentOMaticRules = {
  latchkey: {
    detectors: [
      {
        // The banner, not the host: a client tries once for each match, and the host stands on pages without a question.
        presentMatcher: { type: 'css', parent: HOST, target: { selector: BANNER } },
        showingMatcher: { type: 'css', parent: HOST, target: { selector: BANNER, displayFilter: true } },
      },
    ],
    methods: [
      {
        name: 'DO_CONSENT',
        action: {
          type: 'click',
          parent: HOST,
          target: { selector: `${BANNER} [data-latchkey-action="reject"]` },
        },
      },
      {
        name: 'SAVE_CONSENT',
        action: { type: 'waitcss', parent: HOST, target: { selector: BANNER }, negated: true },
      },
    ],
  },
}
