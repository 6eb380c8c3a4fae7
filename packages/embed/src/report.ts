import type { ReportProblem } from '@latchkey/core'
import { tell } from './tell.ts'

/**
 * Tells a problem to the page as a `latchkey:problem` event at once, and to whoever looks at the console as a
 * sentence, each once. The sentences are loaded when there is one to say.
 */
export function reporter(): ReportProblem {
  const told = new Set<string>()
  return (problem) => {
    const key = JSON.stringify(problem)
    if (told.has(key)) return
    told.add(key)
    tell('problem', problem)
    import('./chunks/problems.ts').then(
      ({ sentence }) => console.warn(sentence(problem)),
      () => console.warn('[latchkey]', problem),
    )
  }
}
