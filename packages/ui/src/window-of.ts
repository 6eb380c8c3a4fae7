/** A document's window, from the browser itself: an element named `defaultView` can take the document's own (B5). */
export function windowOf(page: Document): (Window & typeof globalThis) | null {
  return Reflect.get(Document.prototype, 'defaultView', page)
}
