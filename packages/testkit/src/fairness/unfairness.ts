/**
 * One way in which a question is not fair, by the ids of the deceptive-pattern lint (families of EDPB guidelines 03/2022,
 * version 2; docs/rules.md). `AX-6` is what cannot be read or made out.
 */
export interface Unfairness {
  readonly rule: `DP-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 16 | 17 | 18}` | 'AX-6'
  readonly problem: string
  /** Worth a look, but no breach by itself. */
  readonly warning?: true | undefined
}
