import type { MeasureOptions } from './measure.ts'
import type { Network } from './network.ts'
import { vectors } from './page/vectors.ts'
import { states } from './states.ts'

/** Vectors that engines follow when they are idle, and how long they may take for that, in milliseconds. */
export const WHEN_IDLE: readonly string[] = ['link-prefetch']
const IDLE = 5000

/**
 * Waits for what engines ask for only when they have nothing else to do. Without a tool that has its time; with one, a
 * request that is not allowed has as long as it took there, and one that is allowed has its own time on top.
 */
export async function late(
  { network, state, only, control }: MeasureOptions,
  run: string,
  since: number,
  fired: number,
): Promise<number> {
  const allowed = states.some(({ id, allowed }) => id === state && allowed)
  const awaited = (control ? control.arrived : WHEN_IDLE).filter(
    (id) => vectors.some((vector) => vector.id === id) && (!only || only.includes(id)),
  )
  const end = fired + (control?.took ?? 0) + (!control || allowed ? IDLE : 0)
  for (;;) {
    const seen = arrivals(network, run, since)
    if (awaited.every((id) => seen.has(id)) || Date.now() > end)
      return Math.max(0, ...[...seen.values()].map((at) => at - fired))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** What arrived, and when first. */
export function arrivals(
  { requests, connections }: Network,
  run: string,
  since: number,
): Map<string, number> {
  const seen = new Map<string, number>()
  const note = (id: string, at: number) => seen.has(id) || seen.set(id, at)
  for (const { path, at } of requests) {
    const [, of, file = ''] = path.split('/')
    if (of === run && at >= since) note(file.replace(/\.\w+(\?.*)?$/, ''), at)
  }
  for (const { host, at } of connections) {
    const [id = '', of] = host.split('.')
    if (of === run && at >= since) note(id, at)
  }
  return seen
}
