import { fromUtf8 } from '@latchkey/log'

/** Bytes of a document that is registered, at most. */
export const MAX_DOCUMENT = 262_144

/** Why bytes cannot be registered: more than 256 KiB, or no text. */
export type DocumentProblem = 'long' | 'not text'

/** What is said of it over HTTP. */
export const documentSentences: Readonly<Record<DocumentProblem, string>> = {
  long: 'document: expected at most 256 KiB',
  'not text': 'document: expected text without control characters',
}

/**
 * What keeps these bytes from being registered; `null`: nothing. Documents go into exports as one line of JSON and onto
 * pages: what would blow up there is none.
 *
 * @example
 * if (documentProblem(readFileSync('latchkey.json')) !== null) throw new Error('expected text of at most 256 KiB')
 */
export function documentProblem(bytes: Uint8Array): DocumentProblem | null {
  if (bytes.length > MAX_DOCUMENT) return 'long'
  const text = fromUtf8(bytes)
  return text === null || hasControls(text) ? 'not text' : null
}

function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: tabs and line breaks are text, the rest is not
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)
}
