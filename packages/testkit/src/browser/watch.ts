import type { BrowserContext, Page } from '@playwright/test'

/** A problem as the page's own code hears of it. */
export interface SeenProblem {
  readonly code: string
  readonly where: string
}

/** What pages of a context said about themselves, over all navigations. */
export interface Watch {
  /** `latchkey:problem` events. */
  readonly problems: readonly SeenProblem[]
  /** `securitypolicyviolation` events: directive and what was blocked. */
  readonly violations: readonly string[]
  /** Warnings and errors in the console. */
  readonly console: readonly string[]
  /** Uncaught errors and rejections. */
  readonly errors: readonly string[]
}

/** Starts to listen, before the first page of the context is opened. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const problems: SeenProblem[] = []
  const violations: string[] = []
  const lines: string[] = []
  const errors: string[] = []
  await context.exposeBinding('__seen', (_, kind: string, what: unknown) => {
    if (kind === 'problem')
      problems.push(what as SeenProblem) // sent by the script below
    else violations.push(String(what))
  })
  await context.addInitScript(() => {
    // The name is deleted, so that the page under test looks to itself as it does to shoppers.
    const page = globalThis as typeof globalThis & { __seen?: (kind: string, what: unknown) => void }
    const seen = page.__seen
    document.addEventListener('latchkey:problem', (event) => {
      const { code, where } = (event as CustomEvent<SeenProblem>).detail
      seen?.('problem', { code, where })
    })
    document.addEventListener('securitypolicyviolation', (event) => {
      seen?.('violation', `${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)
    })
  })
  const listen = (page: Page) => {
    page.on('console', (message) => {
      if (message.type() === 'warning' || message.type() === 'error') lines.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(String(error)))
  }
  context.on('page', listen)
  for (const page of context.pages()) listen(page)
  return { problems, violations, console: lines, errors }
}
