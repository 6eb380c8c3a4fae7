/** JSON-LD: what the prefixes stand for. Each line carries it, so that each stands alone. */
export const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  loc: 'https://w3id.org/dpv/loc#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  schema: 'https://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  latchkey: 'urn:latchkey:',
}

export const SCHEMA = 'https://w3id.org/dpv/schema/dpv-27560#'

/** A value for JSON-LD; what is `undefined` is left out when it is written. */
export type Node =
  | { readonly [key: string]: Node | readonly Node[] | string | number | boolean | undefined }
  | string

export const iri = (id: string): Node => ({ '@id': id })

export const time = (at: number): Node => ({ '@type': 'xsd:dateTime', '@value': new Date(at).toISOString() })

/** An operator's text: a term of the vocabulary, an address, or words. */
export function term(text: string): Node {
  if (/^(?:dpv|pd|loc|eu-gdpr):[\w-]+$/.test(text)) return iri(text)
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? iri(new URL(text).href) : text
}

export const terms = (texts: readonly string[] | undefined) => texts?.map(term)

/** Notes a mandatory field that nobody filled in; passes on one that somebody did. */
export type Need = <T>(field: string, value: T | undefined) => T | undefined

export function needs(): { readonly need: Need; readonly missing: () => readonly string[] } {
  const missing = new Set<string>()
  return {
    need(field, value) {
      if (value === undefined || value === '') missing.add(field)
      return value
    },
    missing: () => [...missing],
  }
}
