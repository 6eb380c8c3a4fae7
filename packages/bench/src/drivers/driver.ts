/** One tab of a browser under test. */
export interface Tab {
  open(url: string): Promise<void>
  /** Runs the body of an async function in the page and returns its JSON value. */
  evaluate<T>(body: string): Promise<T>
  close(): Promise<void>
}

/** A browser under test, all of its tabs in one profile. Each run has an origin of its own, which keeps runs apart. */
export interface Driver {
  readonly engine: Engine
  /** As the browser itself says. */
  readonly version: string
  newTab(): Promise<Tab>
  close(): Promise<void>
}

export type Engine = 'chromium' | 'firefox' | 'webkit'

export const engines: readonly Engine[] = ['chromium', 'firefox', 'webkit']
