import type { ConsentRecord } from '@latchkey/record'
import type { Controller, PurposeFacts } from '../controller.ts'
import type { NoticeFacts } from './notice.ts'
import { isUnderGdpr } from './place.ts'
import { iri, type Need, type Node, term, terms } from './vocabulary.ts'

/** Each purpose that the record is about, once. */
export function purposesOf({ choices, withdrawn }: ConsentRecord): readonly string[] {
  return [...new Set([...Object.keys(choices), ...withdrawn])]
}

export const purposeIri = (id: string): Node => iri(`latchkey:purpose:${id}`)

/** What is processed for one purpose (DPV guide, 9.3). */
export function processOf(id: string, { controller, notice, record, need }: ProcessContext): Node {
  const facts: PurposeFacts = {
    ...controller.everyPurpose,
    ...(controller.purposes && Object.hasOwn(controller.purposes, id) ? controller.purposes[id] : {}),
  }
  const gdpr = isUnderGdpr(record.place)
  // Who was named when it was asked, where the operator says nothing.
  const recipients = facts.recipients ?? (notice.services.length ? notice.services : undefined)
  const locations = need('storage_locations', facts.locations?.length ? facts.locations : undefined)
  const retention = need('retention_period', facts.retention)
  const storage: Node[] = []
  if (locations) storage.push({ '@type': 'dpv:StorageLocation', 'dpv:hasLocation': terms(locations) })
  if (retention) storage.push({ '@type': 'dpv:StorageDuration', 'dpv:hasDuration': retention })
  const special = gdpr ? need('special_category', facts.special) : facts.special
  const transfers = gdpr ? need('transfers', facts.transfers) : facts.transfers
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': {
      '@id': `latchkey:purpose:${id}`,
      '@type': 'dpv:Purpose',
      'dct:identifier': id,
      'dct:title': facts.title,
      'skos:broader': facts.type === undefined ? undefined : term(facts.type),
    },
    'dpv:hasPersonalData': need(
      'pii_type',
      facts.personalData?.length ? terms(facts.personalData) : undefined,
    ),
    'dpv:hasStorageCondition': storage.length ? storage : undefined,
    'dpv:hasRecipient': need('recipient_third_parties', terms(recipients)),
    'dpv:hasThirdCountry': terms(transfers),
    'latchkey:special-category': special,
  }
}

export interface ProcessContext {
  readonly controller: Controller
  readonly notice: NoticeFacts
  readonly record: ConsentRecord
  readonly need: Need
}
