import { connect } from 'node:net'
import { wait } from '../harness/http.ts'

/** Sends bytes as they are, and reads what comes: the statuses of whatever answers there were. Never rejects. */
export function sendBytes(port: number, pieces: readonly Buffer[]): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    let timer: NodeJS.Timeout | undefined
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      // Status lines stand at the beginning of an answer; every answer has a date header before its body.
      resolve(text.match(/HTTP\/1\.1 \d{3} [^\r\n]*(?:\r\n[^\r\n]+)*/g) ?? [])
    }
    // No answer is an answer too: nobody has to wait for the ledger's own patience to end.
    const idle = () => {
      clearTimeout(timer)
      timer = setTimeout(end, 60)
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      idle()
    })
    socket.on('error', end)
    socket.on('close', end)
    socket.on('connect', async () => {
      idle()
      for (const piece of pieces) {
        if (socket.destroyed) return
        socket.write(piece)
        if (pieces.length > 4) await wait(3)
      }
    })
  })
}
