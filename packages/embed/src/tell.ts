/** Tells the page by an event on `document`, with a detail that no listener can change. */
export function tell(name: string, detail: object): void {
  document.dispatchEvent(new CustomEvent(`latchkey:${name}`, { detail: Object.freeze(detail) }))
}
