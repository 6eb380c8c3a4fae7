/** Where a vector's request goes. Its path names the run and the vector, so that the server can tell who made it. */
export interface Address {
  /** The vector's id. */
  readonly id: string
  /** An address on a listed host; the extension decides what the tracker answers. */
  url(extension: string): string
  /** The same on a host that is listed because a named service talks to it. */
  ofService(extension: string): string
  /** An origin that no other vector uses, for what is only seen as a connection. */
  readonly origin: string
  /** A place in the page for elements. */
  readonly into: HTMLElement
}

/** One way for page code to make one request. */
export interface Vector {
  readonly id: string
  /** `connection`: makes no request, but connects; witnessed by the proxy alone. @default 'request' */
  readonly seenAs?: 'request' | 'connection' | undefined
  /** Makes the request. What it throws or rejects with is of no interest: the server's log decides. */
  fire(at: Address): unknown
}
