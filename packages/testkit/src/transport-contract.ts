/** What a transport is told beside the records; see `Sending` of `@latchkey/proof`. */
interface Sending {
  readonly site: string
  readonly secret: string
  readonly notices: readonly string[]
  readonly leaving: boolean
  readonly signal: AbortSignal
}

interface Result {
  readonly id: string | null
  readonly status: string
  readonly receipt?:
    | { readonly record: string; readonly seq: number; readonly checkpoint: string }
    | undefined
}

/** A `Transport` of `@latchkey/proof`, as far as its duties can be seen. */
interface TransportLike {
  readonly name: string
  readonly copy?: boolean | undefined
  readonly lastResort?: boolean | undefined
  send(records: readonly string[], sending: Sending): Promise<unknown>
}

/** What the receiver behind a transport does in a check. */
export type ReceiverMood =
  /** Stores, and answers with receipts. */
  | 'up'
  /** Cannot be reached: nothing arrives. */
  | 'down'
  /** Stores, but the answer is lost. */
  | 'deaf'
  /** Stores, but something else answers: a login page, a proxy's own text. */
  | 'garbled'
  /** Is broken, takes nothing, and asks for nothing. */
  | 'broken'
  /** Refuses one record by name and stores the others. */
  | 'refusing'

/** A transport, and the receiver that a test of yours stands behind it. */
export interface TransportUnderTest {
  /** Milliseconds after which a transport that has not answered never will. @default 2000 */
  readonly patience?: number | undefined
  /** Makes a fresh transport with a fresh receiver behind it. */
  make(): {
    readonly transport: TransportLike
    /** The exact texts that lie at the receiver, in the order they came. One per id. */
    stored(): readonly string[]
    /** How many records the receiver was given, doubles included. */
    given(): number
    /** `refuses`: id of the record that it refuses by name. */
    set(mood: ReceiverMood, refuses?: string): void
  }
}

/** One duty of every transport. `run` throws a sentence if it is not met. */
export interface TransportCheck {
  readonly title: string
  run(): Promise<void>
}

/** Characters that a careless step on the way changes: other languages', quotes, escapes, spaces, line separators. */
const TRICKY = 'Grüße «ü» \u{1F511} \\" \\n \\u2028 \u2028  &amp;+%20'

/**
 * What every transport owes the outbox, which keeps a record until a receipt for it comes: say only what is known,
 * never throw, change no byte.
 *
 * @example
 * for (const { title, run } of transportContract({ make: () => queueWithFakeReceiver() })) test(title, run)
 */
export function transportContract({ make, patience = 2000 }: TransportUnderTest): readonly TransportCheck[] {
  const checks: TransportCheck[] = []
  const check = (title: string, run: (trial: Trial) => Promise<void>) =>
    checks.push({ title, run: () => run(trial(make(), patience)) })

  check('has a name', async ({ transport }) => {
    expectThat(typeof transport.name === 'string' && transport.name.length > 0, 'it has none')
  })

  check('passes records on byte for byte, in their order', async ({ send, stored, passes }) => {
    const texts = [record('b', TRICKY), record('a'), record('c')]
    await send(texts)
    if (passes)
      expectThat(JSON.stringify(stored()) === JSON.stringify(texts), `the receiver has ${stored().join(' ')}`)
  })

  check('leaves the list of records as it is', async ({ send }) => {
    const texts = Object.freeze([record('a'), record('b')])
    await send(texts)
  })

  check('answers each record with a receipt of its own', async ({ send, counts }) => {
    const { results } = await send([record('a'), record('b')])
    if (!counts) return
    for (const id of ['a', 'b']) {
      const { status, receipt } = results.find((result) => result?.id === id) ?? {}
      expectThat(status === 'stored' || status === 'duplicate', `${id} is answered with ${status}`)
      expectThat(receipt?.record === id, `${id} has the receipt of ${receipt?.record}`)
      expectThat(Number.isSafeInteger(receipt?.seq), `${id} has no place (seq)`)
      expectThat(!!receipt?.checkpoint, `${id} has no checkpoint`)
    }
  })

  check('sends nothing twice for one call', async ({ send, given, passes }) => {
    await send([record('a')])
    if (passes) expectThat(given() === 1, `the receiver was given ${given()} records for one`)
  })

  check(
    'may send a record again: the same id is answered again',
    async ({ send, stored, passes, counts }) => {
      await send([record('a')])
      const { results } = await send([record('a')])
      if (passes) expectThat(stored().length === 1, `the receiver has it ${stored().length} times`)
      if (counts)
        expectThat(
          results.some(({ id, receipt }) => id === 'a' && receipt?.record === 'a'),
          'the second call brings no receipt',
        )
    },
  )

  for (const mood of ['down', 'deaf', 'garbled', 'broken'] as const)
    check(`says that nothing is known when the receiver is ${mood}`, async ({ set, send, counts }) => {
      set(mood)
      const { ok, results } = await send([record('a')])
      if (counts)
        expectThat(!ok || results.every(({ receipt }) => !receipt), 'it says stored, with a receipt')
    })

  check('gets through when the receiver is back', async ({ set, send, counts }) => {
    set('down')
    await send([record('a')])
    set('up')
    const { results } = await send([record('a')])
    if (counts) expectThat(results[0]?.receipt?.record === 'a', 'there is no receipt')
  })

  check('names the record that was refused, and no other', async ({ set, send, counts }) => {
    set('refusing', 'b')
    const { results } = await send([record('a'), record('b'), record('c')])
    if (!counts) return
    const refused = results.flatMap(({ id, status }, place) =>
      /^(rejected|conflict)$/.test(status) ? [id ?? 'abc'[place]] : [],
    )
    expectThat(refused.join() === 'b', `refused are ${refused.join() || 'none'}`)
    const kept = results.filter(({ receipt }) => receipt).map(({ id }) => id)
    expectThat(kept.sort().join() === 'a,c', `receipts are for ${kept.join() || 'none'}`)
  })

  check('starts its work before it returns', async ({ send, given, passes, transport }) => {
    const answer = send([record('a')])
    answer.catch(() => {}) // told below
    // What a microtask begins is begun in the click's own task; what a timer begins is not.
    for (let i = 0; i < 20; i += 1) await null
    if (passes && !transport.copy) expectThat(given() > 0, 'nothing was on its way')
    await answer
  })

  check('settles when the outbox gives it up', async ({ send }) => {
    const given = new AbortController()
    const answer = send([record('a')], { signal: given.signal })
    given.abort()
    await answer
  })

  check('throws nothing for records that it does not understand', async ({ send }) => {
    await send(['not JSON'])
    await send([])
  })

  return checks
}

type Trial = ReturnType<typeof trial>

function trial({ transport, stored, given, set }: ReturnType<TransportUnderTest['make']>, patience: number) {
  async function send(texts: readonly string[], more: Partial<Sending> = {}) {
    let answer: Promise<unknown>
    try {
      answer = transport.send(texts, {
        site: 'shop.example',
        secret: '0123456789abcdef0123456789abcdef',
        notices: [],
        leaving: false,
        signal: new AbortController().signal,
        ...more,
      })
    } catch (error) {
      throw new Error(`it throws: ${error}`)
    }
    expectThat(typeof answer?.then === 'function', 'send gives no promise')
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it never settles')), patience)
    })
    const delivery: unknown = await Promise.race([
      answer.catch((error: unknown) => {
        throw new Error(`it rejects: ${error}`)
      }),
      late,
    ]).finally(() => clearTimeout(timer))
    return read(delivery)
  }
  return {
    transport,
    stored,
    set,
    send,
    given,
    /** Whether the receiver is given anything by it while the page stays. */
    passes: !transport.lastResort,
    /** Whether its answers count. */
    counts: !transport.copy && !transport.lastResort,
  }
}

/** A delivery, or a sentence on why it is none. */
function read(delivery: unknown): { readonly ok: boolean; readonly results: readonly Result[] } {
  const { ok, retry, results, after } = (delivery ?? {}) as Readonly<Record<string, unknown>>
  if (ok === false) {
    expectThat(typeof retry === 'boolean', `retry is ${retry}`)
    expectThat(after === undefined || (typeof after === 'number' && after > 0), `after is ${after}`)
    return { ok, results: [] }
  }
  expectThat(ok === true, `ok is ${ok}`)
  expectThat(Array.isArray(results), `results is ${results}`)
  return { ok: true, results: (results as (Result | null)[]).filter((result): result is Result => !!result) }
}

function record(id: string, locale = 'en'): string {
  return JSON.stringify({ v: 1, id, site: 'shop.example', locale })
}

function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(`[testkit] transport: ${otherwise}.`)
}
