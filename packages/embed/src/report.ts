import type { Problem, ReportProblem } from '@latchkey/core'

/**
 * Tells a problem to the page as a `latchkey:problem` event at once, and to whoever looks at the console as a
 * sentence, each once. The sentences are loaded when there is one to say.
 */
export function reportTo(window: Window & typeof globalThis): ReportProblem {
  const told = new Set<string>()
  return (problem: Problem) => {
    const key = JSON.stringify(problem)
    if (told.has(key)) return
    told.add(key)
    window.document.dispatchEvent(new window.CustomEvent('latchkey:problem', { detail: Object.freeze(problem) }))
    import('./chunks/problems.ts').then(
      ({ sentence }) => window.console.warn(sentence(problem)),
      () => window.console.warn(`[latchkey] ${problem.where} (${problem.code})`),
    )
  }
}
