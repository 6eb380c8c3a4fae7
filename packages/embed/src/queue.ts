import type { ReportProblem } from '@latchkey/core'
import type { Latchkey } from './api.ts'

/** Lets calls be pushed, as they were to the array before: `push(['deny'])`. Unknown names are reported, nothing throws. */
export function answerQueue(api: Latchkey, queued: readonly unknown[], report: ReportProblem): Latchkey {
  const methods = Object.entries(api).flatMap(([name, value]) =>
    typeof value === 'function' && name !== 'push' ? [name] : [],
  )
  const push = (...calls: readonly unknown[]) => {
    for (const call of calls) {
      const [name, ...args] = Array.isArray(call) ? call : [call]
      if (typeof name === 'string' && methods.includes(name)) run(name, args)
      else report({ code: 'C109', where: '$latchkey.push', got: String(name), expected: methods.join(' ') })
    }
  }
  const run = (name: string, args: readonly unknown[]) => {
    try {
      // The name is one of the object's own methods; what the page passes along is the page's.
      ;(api[name as keyof Latchkey] as (...args: readonly unknown[]) => unknown)(...args)
    } catch (error) {
      globalThis.reportError?.(error)
    }
  }
  const full = Object.freeze({ ...api, push })
  push(...queued)
  return full
}
