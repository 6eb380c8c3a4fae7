import type { CommitQueue } from '../log/commit-queue.ts'
import type { LogReader } from '../store/store.ts'
import type { Cosigned, Witness } from './witness.ts'

export interface WitnessingOptions {
  readonly witness: Witness
  readonly read: LogReader
  readonly queue: CommitQueue
  /** What came of asking, when it is worth a line. */
  readonly onEvent: (reason: string) => void
}

export interface Witnessing {
  /** Shows the witness what is new. Never rejects. */
  round(): Promise<void>
  /** The newest checkpoint that it signed. */
  newest(): Cosigned | null
}

const SENTENCES = {
  away: null,
  ahead: 'The witness has seen a longer log than this one.',
  refused: 'The witness does not take the checkpoints of this log.',
  unsigned: 'The witness answered with something that is not its signature.',
} as const

/** Keeps the newest cosignature, in the store too, so that it outlives the process. */
export function witnessing({ witness, read, queue, onEvent }: WitnessingOptions): Witnessing {
  const setting = `witness ${witness.name}`
  let newest: Cosigned | null = null
  let seen: number | null = null
  let asking: Promise<void> | null = null
  let told = ''

  const ask = async () => {
    if (seen === null) {
      newest = await stored(read, setting, witness)
      seen = newest?.size ?? 0
    }
    const head = await read.head()
    if (!head || head.note === newest?.note) return
    const answer = await witness.show(read, head, seen)
    if (!answer.ok) {
      seen = answer.reason === 'ahead' ? seen : (answer.seen ?? seen)
      const sentence = SENTENCES[answer.reason]
      // Once, not every few seconds.
      if (sentence !== null && sentence !== told) onEvent(sentence)
      told = sentence ?? told
      return
    }
    told = ''
    newest = answer.cosigned
    seen = newest.size
    const value = JSON.stringify(newest)
    await queue.run(async ({ writer }) => {
      await writer.putSetting(setting, value)
      return () => {}
    })
  }

  return {
    newest: () => newest,
    round() {
      asking ??= ask()
        // A store that is away for a moment: the next round asks again.
        .catch(() => {})
        .finally(() => {
          asking = null
        })
      return asking
    },
  }
}

async function stored(read: LogReader, setting: string, witness: Witness): Promise<Cosigned | null> {
  try {
    const { size, note, line } = JSON.parse((await read.setting(setting)) ?? 'null') as Cosigned
    const cosigned = { size, note, line }
    return (await witness.signed(cosigned)) ? cosigned : null
  } catch {
    return null // none yet, or not as we wrote it: the witness says where it is
  }
}
