import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Random } from './random.ts'

export const FAULTS = ['none', 'cut', 'delay', 'truncate', 'double', 'mute', 'half-close'] as const
export type NetworkFault = (typeof FAULTS)[number]

export interface FaultProxy {
  readonly url: string
  /** How often each was done. */
  readonly done: Readonly<Record<NetworkFault, number>>
  close(): void
}

/**
 * Stands between browsers and a ledger, and treats every connection badly in its own way: cuts it after some bytes,
 * delays, lets only a part through, sends bytes twice, swallows the answer, closes one direction early.
 */
export async function faultProxy(target: string, dice: Random): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const done = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<NetworkFault, number>
  const open = new Set<Socket>()
  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => end())
      socket.on('close', () => end())
    }
    const end = () => {
      near.destroy()
      far.destroy()
      open.delete(near)
      open.delete(far)
    }
    const fault = dice.of(FAULTS)
    done[fault] += 1
    // Kept connections carry many requests; trouble starts somewhere in them, in one direction.
    const direction = dice.chance(0.5) ? 'up' : 'down'
    let left = dice.below(fault === 'none' ? 1 : 4000)
    const pass = (from: Socket, to: Socket, way: 'up' | 'down') => {
      from.on('end', () => to.end())
      from.on('data', (chunk: Buffer) => {
        if (fault === 'none' || way !== direction) return void to.write(chunk)
        const before = chunk.subarray(0, left)
        const isDue = chunk.length >= left
        left = Math.max(0, left - chunk.length)
        if (fault === 'delay') return void setTimeout(() => to.write(chunk), dice.below(400))
        if (!isDue) return void to.write(chunk)
        if (fault === 'double') {
          to.write(chunk)
          to.write(chunk.subarray(dice.chance(0.5) ? 0 : dice.below(chunk.length)))
          left = 1e9
          return
        }
        if (fault === 'mute') return
        to.write(before)
        if (fault === 'cut') end()
        else if (fault === 'truncate') to.end()
        else from.end()
      })
    }
    pass(near, far, 'up')
    pass(far, near, 'down')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const own = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${own}`,
    done,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
