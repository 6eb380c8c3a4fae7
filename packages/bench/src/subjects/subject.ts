/** A consent tool under test, set up as its own documentation says. */
export interface Subject {
  readonly id: string
  /** As the report calls it, with the version that ran. */
  readonly title: string
  /** Markup for the page's head and for the end of its body, `/subject.js` and files of {@link files} included. */
  readonly head: string
  readonly foot?: string | undefined
  /** Answers below the page's own origin, by path. */
  readonly files: Readonly<Record<string, ServedFile>>
  /** JavaScript expression: the tool has started and asks, or knows the answer. */
  readonly ready: string
  /** JavaScript: statements that grant or deny the purpose of the tracker through the tool's own API. */
  decide(granted: boolean): string
  /** JavaScript expression: the tool's own word on whether that purpose is granted. */
  readonly isGranted: string
  /** Marked elements, written as the tool's documentation shows them. A kind that it does not offer is missing. */
  readonly declared: Readonly<Partial<Record<DeclaredKind, (url: string) => string>>>
  readonly claims: Claims
}

export type DeclaredKind = 'script' | 'iframe' | 'img'

export const declaredKinds: readonly DeclaredKind[] = ['script', 'iframe', 'img']

export interface Claims {
  /** Vectors to a listed host that its documentation says it gates. */
  readonly vectors: 'all' | readonly string[]
  /** Vectors that its documentation says it cannot gate; they are measured all the same. */
  readonly except?: readonly string[] | undefined
  /** Marked elements that are inserted after the start. */
  readonly addedLater: readonly DeclaredKind[]
  /** What is claimed, in a sentence, and where that stands. */
  readonly says: string
  readonly source: string
}

export interface ServedFile {
  readonly type: string
  readonly body: string
}
