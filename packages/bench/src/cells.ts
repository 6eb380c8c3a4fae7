import { type Engine, engines } from './drivers/driver.ts'
import type { Observation } from './measure.ts'
import { vectors } from './page/vectors.ts'
import { writtenVectors } from './page/written.ts'
import { type State, states } from './states.ts'
import { type Claims, declaredKinds } from './subjects/subject.ts'

/**
 * `held`: not granted, and nothing left. `leak`: not granted, and it left. `arrived`: granted, and it left. `blocked`:
 * granted, and it did not. `n/a`: the engine does not make this request, with no tool on the page either. `unknown`:
 * the state could not be reached.
 */
export type Outcome = 'held' | 'leak' | 'arrived' | 'blocked' | 'n/a' | 'unknown'

/** One measured square of the table. */
export interface Cell {
  readonly subject: string
  readonly engine: Engine
  readonly state: State
  readonly vector: string
  readonly outcome: Outcome
  /** Whether the tool's documentation says that it gates this. */
  readonly claimed: boolean
}

/** Marked elements: in the page from the start, and inserted later. */
export const declaredVectors: readonly string[] = declaredKinds.flatMap((kind) => [
  `declared-${kind}`,
  `declared-${kind}-later`,
])

/** Every row of the table. */
export const rows: readonly string[] = [...vectors.map(({ id }) => id), ...writtenVectors, ...declaredVectors]

interface CellsOptions {
  readonly subject: string
  readonly engine: Engine
  readonly state: State
  readonly claims: Claims
  /** Kinds of marked elements that the tool offers; of those, the ones that can be inserted later. */
  readonly offers: readonly string[]
  readonly seen: Observation
  /** The same state without any tool, in the same engine. */
  readonly control: Observation
  /** Rows that were measured. `null`: all. */
  readonly only: readonly string[] | null
}

/** Turns what was seen into cells. A cell is only green where the same request was seen without a tool. */
export function cellsOf(options: CellsOptions): readonly Cell[] {
  const { subject, engine, state, claims, seen, only } = options
  return rows
    .filter((id) => !only || only.includes(id))
    .map((vector) => ({
      subject,
      engine,
      state,
      vector,
      outcome: seen.failed ? 'unknown' : outcomeOf(vector, options),
      claimed: isClaimed(vector, claims, options.offers),
    }))
}

function outcomeOf(vector: string, { state, offers, seen, control }: CellsOptions): Outcome {
  const allowed = states.find(({ id }) => id === state)?.allowed === true
  const arrived = seen.arrived.includes(vector)
  if (vector.startsWith('declared-')) {
    if (!offers.includes(vector)) return 'n/a'
    // What was in the page from the start has already run; whether it runs again after a second grant is the tool's choice.
    if (state === 'regranted' && !vector.endsWith('-later')) return 'n/a'
  } else if (!control.arrived.includes(vector)) return arrived && !allowed ? 'leak' : 'n/a'
  if (allowed) return arrived ? 'arrived' : 'blocked'
  return arrived ? 'leak' : 'held'
}

function isClaimed(vector: string, claims: Claims, offers: readonly string[]): boolean {
  const [, kind, later] = /^declared-(\w+)(-later)?$/.exec(vector) ?? []
  if (kind) return later ? claims.addedLater.some((claimed) => claimed === kind) : offers.includes(vector)
  if (claims.except?.includes(vector)) return false
  return claims.vectors === 'all' || claims.vectors.includes(vector)
}

/** Whether a cell breaks what the tool says of itself. A state that could not be reached shows nothing, so it is red. */
export function isRed({ outcome, claimed }: Cell): boolean {
  return outcome === 'unknown' || outcome === 'blocked' || (outcome === 'leak' && claimed)
}

export function isEngine(name: string): name is Engine {
  return engines.some((engine) => engine === name)
}
