import type { Policy } from './types.ts'

/** What is wrong with a policy, one sentence each; empty if nothing is. For development builds and tools. */
export function policyProblems(policy: Policy): readonly string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const { id, revision = '' } of policy.purposes) {
    if (!/^[a-z0-9-]{1,32}$/.test(id))
      problems.push(`purpose "${id}": expected lower-case letters, digits and hyphens, at most 32`)
    if (seen.has(id)) problems.push(`purpose "${id}": named twice`)
    if (!/^[\w-]{0,96}$/.test(revision))
      problems.push(
        `purpose "${id}": revision "${revision}" has other than letters, digits, - and _, or is longer than 96`,
      )
    seen.add(id)
  }
  if (!policy.purposes.some(({ necessary }) => !necessary)) problems.push('no purpose to ask about')
  return problems
}
