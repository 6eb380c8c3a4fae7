import type { Controller } from '../controller.ts'
import type { NoticeFacts } from './notice.ts'
import { type Need, type Node, term } from './vocabulary.ts'

/** The data controller as an entity (DPV guide, 9.4). */
export function partyOf(controller: Controller, notice: NoticeFacts, need: Need): Node {
  const { address, contact, url } = controller
  need('party_contact', contact)
  return {
    '@type': ['dpv:Organisation', 'dpv:DataController'],
    'dct:identifier': need('party_id', controller.id ?? url),
    'schema:name': need('party_name', controller.name ?? notice.controller),
    'schema:address': need('party_address', address) && {
      '@type': 'schema:PostalAddress',
      'schema:streetAddress': address,
    },
    'schema:contactPoint': contact && { '@type': 'schema:ContactPoint', ...contactOf(contact) },
    'schema:url': url && term(url),
  }
}

function contactOf(contact: string): { readonly [key: string]: Node } {
  const how = /^[^@\s:/]+@[^@\s]+$/.test(contact)
    ? 'email'
    : /^\+?[\d\s()./-]+$/.test(contact)
      ? 'telephone'
      : 'url'
  return { [`schema:${how}`]: how === 'url' ? term(contact) : contact }
}
