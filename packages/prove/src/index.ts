export type { Proof, ProofOptions, ProofResult, Scale } from './proof.ts'
export { proofs } from './proofs.ts'
