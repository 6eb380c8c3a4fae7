/** Makes pieces of work wait for each other, in the order in which they come. */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => {}) // whoever waits for it hears of it
    return turn
  }
}
