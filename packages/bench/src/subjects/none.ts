import type { Subject } from './subject.ts'

/** No consent tool: shows which vectors an engine has at all. A vector that is not seen here is not applicable. */
export async function none(): Promise<Subject> {
  return {
    id: 'none',
    title: 'no tool',
    head: '',
    files: {},
    ready: 'true',
    decide: (granted) => `globalThis.said = ${granted}`,
    isGranted: 'globalThis.said === true',
    declared: {},
    claims: { vectors: [], addedLater: [], says: 'nothing: the positive control', source: '' },
  }
}
