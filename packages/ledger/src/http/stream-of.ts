import { setImmediate } from 'node:timers/promises'

/**
 * A body that is written as fast as it is read, and no further once nobody reads. Between two pieces everybody else is
 * served: a long export must not keep receipts waiting.
 */
export function streamOf(
  pieces: AsyncGenerator<Uint8Array, void, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      await setImmediate()
      const piece = await pieces.next()
      if (piece.done) controller.close()
      else controller.enqueue(Uint8Array.from(piece.value))
    },
    async cancel() {
      await pieces.return()
    },
  })
}
