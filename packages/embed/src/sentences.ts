import type { Problem, ProblemCode } from '@latchkey/core'

/** What to say about each problem: who speaks, and the sentence. */
type Sentence = (problem: Problem) => string

const SENTENCES: Readonly<Record<ProblemCode, Sentence>> = {
  C101: ({ where, expected }) =>
    `[embed] ${where}: the company that asks is missing. Nothing is loaded for any purpose. Add ${expected}.`,
  C102: ({ where, got, expected }) =>
    `[embed] ${where}: unknown service "${got}". Nothing was loaded for it.${didYouMean(got, expected)}`,
  C103: ({ where, got, expected }) =>
    `[embed] ${where}: "${got}" is not an id of this vendor; expected ${expected}. Nothing was loaded for it. Copy the id from the vendor's own pages.`,
  C104: ({ where, got, expected }) =>
    `[embed] ${where}: unknown setting, ignored.${didYouMean(got, expected)}`,
  C105: ({ where, got }) =>
    `[embed] ${where}: expected JSON, got something else (${got}). The settings in it were not used. Check it with a JSON validator.`,
  C106: ({ where }) =>
    `[embed] ${where}: set in the JSON too, with another value. The JSON was used. Remove one of the two.`,
  C107: ({ where, got, expected }) =>
    `[embed] ${where}: expected ${expected}, got ${got}. It was ignored. Correct the value.`,
  C108: ({ where }) =>
    `[embed] ${where}: a copy is running already. This second one does nothing. Remove one of the two script tags.`,
  C109: ({ where, got, expected }) =>
    `[embed] ${where}: no method "${got}". The call was dropped.${didYouMean(got, expected)}`,
  C110: ({ where, got, expected }) =>
    `[services] ${where}: a Google tag ran before us without asking${got ? ` (${got})` : ''}. Nothing was loaded for it. ${expected ?? 'Remove it, or mark it data-purpose'}.`,
  C111: ({ where, expected }) =>
    `[embed] ${where}: no purpose is set up, so nothing is asked. Add one, such as ${expected}.`,
  C112: ({ where, got }) =>
    `[embed] ${where}: this part could not be loaded${why(got)}. What needs it stays off. Check that all files of the release lie beside the script.`,
  C113: ({ where, expected }) =>
    `[embed] ${where}: the link to your privacy policy is missing. The panel has none. Add ${expected}.`,
  C201: ({ where, got, expected }) =>
    `[gate] ${where}: no such purpose "${got}", it stays off. Here: ${expected}.`,
  C202: ({ where, got, expected }) =>
    `[gate] ${where}: ${got} is not authorised, it stays off. ${expected ?? hint(got)}`,
  C203: ({ where, got }) =>
    `[gate] ${where}: the address "${got}" is never carried over, it stays off. Use an https address.`,
  C204: ({ where, got }) =>
    `[gate] ${where}: the service failed${why(got)}. The page goes on without it. Look at the vendor's own errors.`,
  C205: ({ where, got }) =>
    `[gate] ${where}: refused keys came back (${got}) and were purged again, or a database is still held open. The vendor's code runs on after it was stopped: reload the page after withdrawal.`,
  C206: ({ where }) =>
    `[guard] ${where}: a request was stopped, because what it needs is not granted. Whatever asks for it runs without waiting: let Latchkey start it, or take the host off the list.`,
  C301: ({ where }) =>
    `[proof] ${where}: no records address, so decisions are kept on this device only. Add data-records="/latchkey", or a transport.`,
  C302: ({ where, got }) =>
    `[proof] ${where}: records could not be delivered${why(got)}. They wait on this device and are tried again. Check that the ledger is reachable.`,
  C303: ({ where, got }) =>
    `[proof] ${where}: the ledger refused a record for good${why(got)}. It is kept on this device. Look at the ledger's answer.`,
  C304: ({ where }) =>
    `[browser] ${where}: storage does not work, so the decision holds for this page only. Nothing can be done in a browser that blocks it.`,
  C305: ({ where }) =>
    `[proof] ${where}: the outbox is full, so this was put aside and is not sent. It is kept in the history. Look why the ledger takes nothing (C302).`,
  C401: ({ where, got }) =>
    `[regimes] ${where}: the place could not be found out${why(got)}. The strictest rules apply. Set data-region.`,
  C501: ({ where }) =>
    `[ui] ${where}: the site has not said whether its assistant is an AI, so the card says that it may be. Set "chat": {"ai": true} or false.`,
}

/** The sentence for a problem, with its code at the end. */
export function sentence(problem: Problem): string {
  return `${SENTENCES[problem.code](problem)} (${problem.code})`
}

function hint(got: string | undefined): string {
  return got?.startsWith('http')
    ? `Add "${got}" to "origins" in latchkey-config, or give the element the page's nonce.`
    : "Give the element the page's nonce, or set data-trust-markup if nobody else can write to this page."
}

function why(got: string | undefined): string {
  return got ? ` (${got})` : ''
}

/** Names the known word that takes the fewest edits, if it takes few. */
function didYouMean(got = '', expected = ''): string {
  const known = expected.split(' ')
  const near = known
    .map((word) => ({ word, edits: distance(got, word) }))
    .sort((a, b) => a.edits - b.edits)[0]
  return near && near.edits <= Math.max(1, got.length / 3)
    ? ` Did you mean "${near.word}"?`
    : ` Known here: ${known.join(', ')}.`
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (char === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row[b.length] ?? 0
}
