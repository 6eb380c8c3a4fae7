/** Accessibility rules that can be looked at on a page (docs/rules.md). */
export type AccessibilityRule = `AX-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`

/** One way in which a surface is not accessible. `axe`: found by axe, whose own rule begins the message. */
export interface Inaccessibility {
  readonly rule: AccessibilityRule | 'axe'
  readonly message: string
}
