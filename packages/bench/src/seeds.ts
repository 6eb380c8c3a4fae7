import { isRed } from './cells.ts'
import type { Engine } from './drivers/driver.ts'
import { runLab } from './lab.ts'
import { seededBuild, seeds } from './seeded-build.ts'
import { latchkey } from './subjects/latchkey.ts'
import type { Subject } from './subjects/subject.ts'

/** Which vectors tell that a hook is gone. */
export interface Seeded {
  /** As the guard's table calls it. `null`: none is gone, and nothing may be told. */
  readonly hook: string | null
  readonly engine: Engine
  /** Vectors that turned red before an answer. */
  readonly found: readonly string[]
}

/** Engines whose pages alone need a hook, where that is not Chromium. */
const ALONE: Readonly<Record<string, Engine>> = {}

interface SeedsOptions {
  /** @default the one that needs the hook, mostly Chromium */
  readonly engine?: Engine | undefined
  /** A build of the script tag. @default the one in `packages/embed/dist` */
  readonly sdk?: string | undefined
  readonly progress?: ((line: string) => void) | undefined
}

/** Leaves out one hook of the guard after the other, and none at first, and says which vectors show it. */
export async function runSeeds({ engine, sdk, progress }: SeedsOptions = {}): Promise<readonly Seeded[]> {
  const runs = [null, ...seeds()].map((hook) => ({
    hook,
    engine: engine ?? ALONE[hook ?? ''] ?? ('chromium' as const),
  }))
  const found: Seeded[] = []
  for (const within of new Set(runs.map((run) => run.engine))) {
    const hooks = runs.filter((run) => run.engine === within).map(({ hook }) => hook)
    const { cells } = await runLab({
      subjects: await Promise.all(hooks.map((hook) => seeded(hook, sdk))),
      engines: [within],
      states: ['before'],
      only: null,
      strict: true,
      progress,
    })
    for (const hook of hooks)
      found.push({
        hook,
        engine: within,
        found: cells.filter((cell) => cell.subject === idOf(hook) && isRed(cell)).map(({ vector }) => vector),
      })
  }
  return found
}

/** Whether a hook was missed, or something was seen where none was gone. */
export function isMissed({ hook, found }: Seeded): boolean {
  return hook === null ? found.length > 0 : found.length === 0
}

/** Our script tag with the guard inside, without one of its hooks. */
export async function seeded(hook: string | null, sdk?: string): Promise<Subject> {
  const folder = await seededBuild(hook, sdk)
  return { ...(await latchkey({ file: 'latchkey.guarded.js', folder })), id: idOf(hook) }
}

const idOf = (hook: string | null) => (hook === null ? 'latchkey.guarded' : `without-${hook}`)
