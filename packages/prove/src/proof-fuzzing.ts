import { generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto'
import {
  type ConsistencyClaim,
  formatTlogProof,
  fromBase64,
  type InclusionClaim,
  nodesOf,
  openCheckpoint,
  proveConsistency,
  proveInclusion,
  type Sign,
  signCheckpoint,
  treeRoot,
  verifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyTlogProof,
} from '@latchkey/log'
import { type Random, random } from './harness/random.ts'
import { type Proof, problems } from './proof.ts'
import { consistency, leafOf, type Memo, mth, path, rootOfPath, rootsOfConsistency } from './rfc6962.ts'

const what =
  'Inclusion and consistency proofs, checkpoints and tlog-proofs with something changed: none is accepted; on every one, and on the unchanged, the verifier agrees with a second implementation written from the recursive definitions of RFC 6962.'

const ORIGIN = 'log.example/prove'

export const proofFuzzing: Proof = {
  name: 'proof fuzzing',
  what,
  seeds: ['allows-a-step-too-many', 'forgets-the-signature'],
  async run({ scale, random: seedNumber, seed }) {
    const runs = scale === 'full' ? 12_000 : 600
    const found = problems()
    const dice = random(seedNumber)
    const began = performance.now()
    const { sign, key } = newKey()
    const leaves = Array.from({ length: 700 }, (_, i) => leafOf(Buffer.from(`entry ${i}`)))
    const count = { inclusion: 0, consistency: 0, checkpoint: 0, 'tlog-proof': 0, unchanged: 0 }

    const inclusionHolds = (claim: InclusionClaim) =>
      verifyInclusion(claim) ||
      (seed === 'allows-a-step-too-many' && verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) }))
    const opens = async (note: string) =>
      seed === 'forgets-the-signature'
        ? note.startsWith(`${ORIGIN}\n`)
        : (await openCheckpoint(note, [key])) !== null

    for (let run = 0; run < runs; run++) {
      const size = 1 + dice.below(leaves.length)
      const tree = leaves.slice(0, size)
      const memo: Memo = new Map()
      const root = mth(tree, 0, size, memo)
      const index = dice.below(size)
      const proof = path(index, tree, 0, size, memo)
      const leaf = tree[index] ?? Buffer.alloc(0)
      const kind = dice.of(['inclusion', 'consistency', 'checkpoint', 'tlog-proof'] as const)
      count[kind] += 1
      const here = `${kind}, entry ${index} of ${size}`

      if (kind === 'inclusion') {
        const claim: InclusionClaim = { index, size, leaf, proof, root }
        if (run % 8 === 0) {
          count.unchanged += 1
          const made = proveInclusion(index, size, nodesOf(tree))
          if (!equal(made, proof) || !equal([treeRoot(size, nodesOf(tree))], [root]))
            found.add(`${here}: the two implementations make different proofs.`)
          if (!inclusionHolds(claim)) found.add(`${here}: a true proof is refused.`)
        }
        const { what: change, claim: changed } = mutatedInclusion(claim, dice)
        const accepted = inclusionHolds(changed)
        const other =
          rootOfPath(changed.index, changed.size, changed.leaf, changed.proof)?.equals(changed.root) ?? false
        if (accepted !== other)
          found.add(`${here}, ${change}: ${accepted ? 'accepted' : 'refused'}, against the RFC.`)
        // A size is no part of what this function proves: it stands in the checkpoint, signed together with the root.
        if (accepted && change !== 'another size') found.add(`${here}, ${change}: accepted.`)
      } else if (kind === 'consistency') {
        const from = 1 + index
        const claim: ConsistencyClaim = {
          from,
          to: size,
          fromRoot: mth(tree, 0, from, memo),
          toRoot: root,
          proof: consistency(from, tree, memo),
        }
        if (run % 8 === 0) {
          count.unchanged += 1
          if (!equal(proveConsistency(from, size, nodesOf(tree)), claim.proof))
            found.add(`${here}: the two implementations make different proofs.`)
          if (!verifyConsistency(claim)) found.add(`${here}: a true proof is refused.`)
        }
        const { what: change, claim: changed } = mutatedConsistency(claim, dice)
        const accepted = verifyConsistency(changed)
        const roots = rootsOfConsistency(changed.from, changed.to, changed.fromRoot, changed.proof)
        const other = (roots?.older.equals(changed.fromRoot) && roots.newer.equals(changed.toRoot)) ?? false
        if (accepted !== other)
          found.add(`${here}, ${change}: ${accepted ? 'accepted' : 'refused'}, against the RFC.`)
        if (accepted && change !== 'another size') found.add(`${here}, ${change}: accepted.`)
      } else {
        const note = await signCheckpoint({ origin: ORIGIN, size, root }, key, sign)
        if (kind === 'checkpoint') {
          if (!(await opens(note))) found.add(`${here}: a true checkpoint is refused.`)
          const changed = mutatedText(note, dice)
          if (await opens(changed)) found.add(`${here}: accepted as ${JSON.stringify(changed)}.`)
        } else {
          const text = formatTlogProof({ index, proof, checkpoint: note })
          const verify = async (proofText: string) => (await verifyTlogProof(proofText, leaf, [key])) !== null
          if (!(await verify(text))) found.add(`${here}: a true tlog-proof is refused.`)
          const changed = mutatedText(text, dice)
          if (await verify(changed)) found.add(`${here}: accepted as ${JSON.stringify(changed)}.`)
        }
      }
    }
    return {
      name: 'proof fuzzing',
      runs,
      what,
      held: found.count() === 0,
      problems: found.list(),
      figures: { ...count, accepted: found.count(), seconds: Math.round((performance.now() - began) / 1000) },
    }
  },
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const sign: Sign = async (message) => new Uint8Array(signBytes(null, message, privateKey))
  return { sign, key: verifierKey(ORIGIN, new Uint8Array(Buffer.from(x, 'base64url'))) }
}

function equal(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, i) => Buffer.compare(bytes, b[i] ?? Buffer.alloc(0)) === 0)
}

function flipped(bytes: Uint8Array, dice: Random): Buffer {
  const copy = Buffer.from(bytes)
  const at = dice.below(copy.length)
  copy.writeUInt8((copy[at] ?? 0) ^ (1 << dice.below(8)), at)
  return copy
}

/** A list of hashes with one of them changed, gone, doubled, moved, cut, or one too many. */
function mutatedPath(proof: readonly Uint8Array[], dice: Random): { what: string; proof: Uint8Array[] } {
  const at = dice.below(Math.max(1, proof.length))
  const step = proof[at]
  if (!step) return { what: 'a step too many', proof: [...proof, randomBytes(32)] }
  const other = (at + 1) % proof.length
  switch (dice.below(6)) {
    case 0:
      return { what: 'a bit of a step', proof: proof.with(at, flipped(step, dice)) }
    case 1:
      return { what: 'a step gone', proof: proof.toSpliced(at, 1) }
    case 2:
      return { what: 'a step doubled', proof: proof.toSpliced(at, 0, step) }
    case 3:
      return { what: 'a step cut', proof: proof.with(at, step.slice(0, dice.below(32))) }
    case 4:
      if (other !== at)
        return { what: 'two steps swapped', proof: proof.with(at, proof[other] ?? step).with(other, step) }
      break
    default:
  }
  return { what: 'a step too many', proof: [...proof, randomBytes(32)] }
}

function mutatedInclusion(claim: InclusionClaim, dice: Random): { what: string; claim: InclusionClaim } {
  const { index, size, leaf, proof, root } = claim
  switch (dice.below(6)) {
    case 0:
      return { what: 'a bit of the leaf', claim: { ...claim, leaf: flipped(leaf, dice) } }
    case 1:
      return { what: 'a bit of the root', claim: { ...claim, root: flipped(root, dice) } }
    case 2:
      return {
        what: 'another place',
        claim: { ...claim, index: index + dice.of([-1, 1, 2, 64, -2, 0.5, 2 ** 32]) },
      }
    case 3:
      return {
        what: 'another size',
        claim: { ...claim, size: Math.max(0, size + dice.of([-1, 1, 2, -7, 64])) },
      }
    default: {
      const path = mutatedPath(proof, dice)
      return { what: path.what, claim: { ...claim, proof: path.proof } }
    }
  }
}

function mutatedConsistency(
  claim: ConsistencyClaim,
  dice: Random,
): { what: string; claim: ConsistencyClaim } {
  const { from, to, fromRoot, toRoot, proof } = claim
  switch (dice.below(6)) {
    case 0:
      return { what: 'a bit of the older root', claim: { ...claim, fromRoot: flipped(fromRoot, dice) } }
    case 1:
      return { what: 'a bit of the newer root', claim: { ...claim, toRoot: flipped(toRoot, dice) } }
    case 2:
      return { what: 'another size', claim: { ...claim, from: Math.max(1, from + dice.of([-1, 1, 2])) } }
    case 3:
      return { what: 'another size', claim: { ...claim, to: to + dice.of([-1, 1, 2, 64]) } }
    default: {
      const path = mutatedPath(proof, dice)
      return { what: path.what, claim: { ...claim, proof: path.proof } }
    }
  }
}

/** A text that says something else: never the same one. */
function mutatedText(text: string, dice: Random): string {
  for (;;) {
    const at = dice.below(text.length)
    const lines = text.split('\n')
    const line = dice.below(lines.length)
    const changed = dice.of([
      () =>
        text.slice(0, at) +
        dice.of(['A', 'b', '0', '9', '+', '/', '=', '\n', ' ', 'é', '\u0000']) +
        text.slice(at + 1),
      () => text.slice(0, at) + text.slice(at + 1),
      () => text.slice(0, at) + dice.of(['0', '\n', ' ', 'A']) + text.slice(at),
      () => text.slice(0, at),
      () => lines.toSpliced(line, 1).join('\n'),
      () => lines.toSpliced(line, 0, lines[line] ?? '').join('\n'),
      () => text.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) + 1}\n`),
      () => text.replace(/— \S+ (\S+)/, (_, blob: string) => `— ${ORIGIN} ${forged(blob)}`),
    ])()
    if (changed !== text) return changed
  }
}

/** The same key's number, and a signature of nobody's. */
function forged(blob: string): string {
  const bytes = fromBase64(blob) ?? new Uint8Array(68)
  return Buffer.concat([bytes.slice(0, 4), randomBytes(64)]).toString('base64')
}
