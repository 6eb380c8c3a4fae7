import { initialState, transition } from './transition.ts'
import type { Answer, Change, ConsentInput, ConsentState, ConsentStore, Policy, PurposeId } from './types.ts'

type Listener = Parameters<ConsentStore['subscribe']>[0]

/**
 * Holds the state, takes inputs, tells subscribers in the order they joined. An input sent from a subscriber waits
 * until all have heard of the one before. A subscriber that throws does not keep the next from hearing; the first
 * error is thrown again at the end.
 *
 * @example
 * const store = createStore({ version: '2026-11', purposes: [{ id: 'analytics' }] })
 * store.subscribe((state, change) => console.log(change.granted, state.standings))
 */
export function createStore(policy: Policy): ConsentStore {
  let state = freeze(initialState(policy))
  const listeners = new Set<Listener>()
  const waiting: ConsentInput[] = []
  let sending = false

  function send(input: ConsentInput): void {
    waiting.push(input)
    if (sending) return
    sending = true
    const errors: unknown[] = []
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const before = state
      state = freeze(transition(state, next))
      const change = changeBetween(before, state, next)
      for (const listener of [...listeners]) {
        try {
          listener(state, change)
        } catch (error) {
          errors.push(error)
        }
      }
    }
    sending = false
    if (errors.length > 0) throw errors[0]
  }

  return Object.freeze({
    get: () => state,
    send,
    subscribe(listener: Listener) {
      // A wrapper of its own, so that one function may join twice and leave once.
      const own: Listener = (now, change) => listener(now, change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  })
}

function changeBetween(before: ConsentState, after: ConsentState, input: ConsentInput): Change {
  const ids = after.policy.purposes.map(({ id }) => id)
  const was = (id: PurposeId) => before.standings[id]?.granted === true
  const is = (id: PurposeId) => after.standings[id]?.granted === true
  const choices: Record<PurposeId, Answer> = Object.create(null)
  if (input.type === 'decide') {
    for (const id of ids) {
      const said = after.snapshot?.answers[id]
      if (said && said !== before.snapshot?.answers[id]) choices[id] = said.answer
    }
  }
  return Object.freeze({
    input,
    choices: Object.freeze(choices),
    granted: ids.filter((id) => is(id) && !was(id)),
    denied: ids.filter(
      (id) =>
        choices[id] === 'denied' ||
        (after.standings[id]?.basis === 'signal' && before.standings[id]?.basis !== 'signal'),
    ),
    withdrawn: ids.filter((id) => was(id) && !is(id)),
  })
}

/** Public objects give no handle on the inside. */
function freeze(state: ConsentState): ConsentState {
  const { standings, snapshot } = state
  for (const inside of [standings, snapshot?.answers ?? {}]) {
    for (const one of Object.values(inside)) Object.freeze(one)
    Object.freeze(inside)
  }
  Object.freeze(snapshot)
  return Object.freeze(state)
}
