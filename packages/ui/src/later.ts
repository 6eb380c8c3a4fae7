/** Something that is fetched when it is first wanted. */
export interface Later<T> {
  /** `null` until it is here. */
  get(): T | null
  /** Fetches it, unless it is here or on its way. Wanted again after a failure, it is tried again. */
  want(): void
}

export interface LaterOptions<T> {
  readonly load: () => Promise<T>
  readonly arrived: () => void
  readonly failed: (error: unknown) => void
  /** What is here already. @default nothing */
  readonly here?: T | undefined
}

export function later<T>({ load, arrived, failed, here }: LaterOptions<T>): Later<T> {
  let got: T | null = here ?? null
  let fetching = false
  return {
    get: () => got,
    want() {
      if (got || fetching) return
      fetching = true
      load().then(
        (value) => {
          got = value
          arrived()
        },
        (error: unknown) => {
          fetching = false
          failed(error)
        },
      )
    },
  }
}
