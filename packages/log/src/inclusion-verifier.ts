import { sameBytes } from './bytes.ts'
import { firstStep, type InclusionClaim, isRoot, nextStep, type Step } from './inclusion.ts'

/** Whether an entry is in the one tree that all of them are held against. */
export type VerifyEntry = (claim: Pick<InclusionClaim, 'index' | 'leaf' | 'proof'>) => boolean

/**
 * Verifies many entries of one tree, each as `verifyInclusion` does. Neighbours share all but a few steps of their way
 * to the root: from where a way meets the one before it, what stands beside has only to be the same.
 */
export function inclusionVerifier({ size, root }: Pick<InclusionClaim, 'size' | 'root'>): VerifyEntry {
  /** The last way that held, and its proof. */
  let known: { readonly steps: readonly Step[]; readonly proof: readonly Uint8Array[] } = {
    steps: [],
    proof: [],
  }
  return ({ index, leaf, proof }) => {
    const steps: Step[] = []
    let step = firstStep(index, size, leaf)
    for (const [height, sibling] of proof.entries()) {
      if (!step) return false
      const met = known.steps[height]
      if (met && sameStep(met, step) && sameFrom(height, known.proof, proof)) {
        known = { steps: [...steps, ...known.steps.slice(height)], proof }
        return true
      }
      steps.push(step)
      step = nextStep(step, sibling)
    }
    if (!step || !isRoot(step, root)) return false
    known = { steps, proof }
    return true
  }
}

function sameStep(a: Step, b: Step): boolean {
  return a.place === b.place && a.last === b.last && sameBytes(a.hash, b.hash)
}

function sameFrom(height: number, a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.slice(height).every((hash, i) => sameBytes(hash, b[height + i] ?? hash))
}
