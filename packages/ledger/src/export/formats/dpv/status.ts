import type { ConsentRecord } from '@latchkey/record'
import type { Controller } from '../controller.ts'
import { purposeIri } from './process.ts'
import { iri, type Need, type Node, time } from './vocabulary.ts'

const SURFACES = new Set<ConsentRecord['via']>(['banner', 'preferences', 'placeholder', 'card'])

/** What happened to consent, once for each thing that happened, with the purposes it happened to (DPV guide, 9.5). */
export function statusesOf(record: ConsentRecord, { validity }: Controller, need: Need): readonly Node[] {
  const { event, via, trusted, withdrawn, choices } = record
  const said = (answer: string) =>
    Object.keys(choices).filter((id) => choices[id] === answer && !withdrawn.includes(id))
  if (event === 'shown') need('event_type', undefined) // asking is no consent of any type
  // A direct act of the subject's is expressed consent. Of the site's own call and of a synthetic press we cannot say.
  const expressed = event === 'decided' && trusted && SURFACES.has(via)
  const status = (state: string, ids: readonly string[] | null, duration: string | undefined): Node => ({
    '@type':
      expressed && state === 'ConsentGiven' ? [`dpv:${state}`, 'dpv:ExpressedConsent'] : `dpv:${state}`,
    'dpv:hasPurpose': ids?.map(purposeIri),
    'dpv:isIndicatedBy': iri(event === 'shown' || via === 'api' ? 'dpv:DataController' : 'dpv:DataSubject'),
    'dpv:hasIndicationMethod': trusted ? `${via}, by a trusted event` : via,
    'dpv:isIndicatedAtTime': time(record.at),
    'dpv:hasDuration': duration && { '@type': 'dpv:TemporalDuration', 'rdf:value': duration },
  })
  if (event === 'shown') return [status('ConsentRequested', null, undefined)]
  const [granted, denied] = [said('granted'), said('denied')]
  const statuses: Node[] = []
  if (granted.length) {
    if (!expressed) need('event_type', undefined)
    statuses.push(status('ConsentGiven', granted, need('validity_duration', validity?.granted)))
  }
  if (denied.length)
    statuses.push(status('ConsentRefused', denied, need('validity_duration', validity?.denied)))
  if (withdrawn.length) {
    statuses.push(status('ConsentWithdrawn', withdrawn, need('validity_duration', validity?.denied)))
  }
  return statuses
}
