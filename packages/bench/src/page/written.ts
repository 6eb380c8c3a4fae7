/** Vectors that are written into the page while it is parsed: their own page load, at the end of a state. */
export const writtenVectors: readonly string[] = ['document-write', 'document-write-script']
