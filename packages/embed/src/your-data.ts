import { askForSubject, type Proof } from '@latchkey/proof'

/** What the ledger has of this device's subject; `null` if it does not hand it out. Only the subject's own secret opens it (design D12). */
export async function copy(records: string, proof: Proof): Promise<string | null> {
  const secret = proof.secret()
  // Nothing was ever decided here, so nobody has anything.
  if (secret === null) return '{"records":[]}'
  const answer = await askForSubject(records, secret)
  return answer.ok ? answer.text() : null
}

/** Has it erased, there and here. */
export function erase(records: string, proof: Proof): Promise<boolean> {
  return proof.forget(async (secret) => (await askForSubject(records, secret, { method: 'DELETE' })).ok)
}
