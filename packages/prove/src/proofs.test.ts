import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killLoop } from './kill-loop.ts'
import { powerLoss } from './power-loss.ts'
import type { Proof, ProofResult } from './proof.ts'
import { proofFuzzing } from './proof-fuzzing.ts'
import { proofs } from './proofs.ts'
import { tampering } from './tampering.ts'

/** A ledger is started, killed and started again in most of these: seconds, and more on a busy machine. */
const PATIENCE = 180_000

async function short(proof: Proof, seed?: string): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-prove-'))
  try {
    const result = await proof.run({ scale: 'short', random: 1, folder, seed, progress: () => {} })
    if (result.skipped !== undefined && process.env.CI === 'true')
      throw new Error(`skipped: ${result.skipped}`)
    return result
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.each(proofs)(
  '$name: a short part holds',
  async (proof) => {
    const { problems, held, skipped, runs } = await short(proof)
    expect(problems).toEqual([])
    expect(held).toBe(true)
    if (skipped === undefined) expect(runs).toBeGreaterThan(0)
  },
  PATIENCE,
)

// The other proofs' bugs take longer: npm run prove -- --seeds
test.each(
  [killLoop, powerLoss, proofFuzzing, tampering].flatMap((proof) =>
    proof.seeds.map((seed) => ({ proof, seed })),
  ),
)(
  'catches $seed',
  async ({ proof, seed }) => {
    const { held, runs, skipped } = await short(proof, seed)
    if (skipped !== undefined) return
    expect(runs).toBeGreaterThan(0)
    expect(held).toBe(false)
  },
  PATIENCE,
)
