import { formatNote, type Note, parseNote, type Sign, signCheckpoint, type VerifierKey } from '@latchkey/log'
import type { Head, LogWriter } from '../store/store.ts'
import type { GrowingTree } from './growing-tree.ts'

export interface Signer {
  readonly verifier: VerifierKey
  readonly sign: Sign
}

/** Ends a commit: writes the tiles that changed and a checkpoint that all of these sign. */
export async function writeHead(
  writer: LogWriter,
  tree: GrowingTree,
  signers: readonly [Signer, ...Signer[]],
): Promise<Head> {
  for (const { level, index, hashes } of tree.takeDirty()) await writer.putTile(level, index, hashes)
  const head = { size: tree.size(), note: await signedHead(tree, signers) }
  await writer.addHead(head)
  return head
}

/** The checkpoint of a tree as it stands. */
export async function signedHead(
  tree: GrowingTree,
  signers: readonly [Signer, ...Signer[]],
): Promise<string> {
  const [{ verifier }] = signers
  const checkpoint = { origin: verifier.name, size: tree.size(), root: tree.root() }
  const notes: Note[] = []
  for (const signer of signers) {
    const note = parseNote(await signCheckpoint(checkpoint, signer.verifier, signer.sign))
    if (note) notes.push(note)
  }
  return formatNote({ text: notes[0]?.text ?? '', signatures: notes.flatMap(({ signatures }) => signatures) })
}
