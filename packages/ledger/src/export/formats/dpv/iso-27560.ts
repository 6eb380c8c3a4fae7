import { receiptAddress } from '../fields.ts'
import type { ExportAbout, ExportedRecord, ExportFormat } from '../format.ts'
import { jsonLine } from '../lines.ts'
import { noticeFacts } from './notice.ts'
import { partyOf } from './party.ts'
import { codeOf, isUnderGdpr } from './place.ts'
import { processOf, purposesOf } from './process.ts'
import { statusesOf } from './status.ts'
import { CONTEXT, iri, type Node, needs, SCHEMA, term, time } from './vocabulary.ts'

/**
 * ISO/IEC TS 27560:2023 consent records in the W3C Data Privacy Vocabulary, as the DPVCG's guide to it spells them
 * (https://w3id.org/dpv/guides/consent-27560): JSON-LD, one record a line. Under the GDPR the profile is
 * `record-eu-gdpr`. What is mandatory and unknown is left out and named in `latchkey:missing`, in 27560's words.
 */
export const iso27560: ExportFormat = {
  id: '27560',
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: '.27560.jsonl',
  head: () => '',
  line: (exported, about) => jsonLine({ '@context': CONTEXT, ...recordOf(exported, about, false) }),
  tail: () => '',
}

/** The same records as receipts, one a line, each with the words that were shown and the record's exact text. */
export const iso27560Receipts: ExportFormat = {
  ...iso27560,
  id: '27560-receipt',
  extension: '.27560-receipts.jsonl',
  line: consentReceipt,
}

/**
 * One record as a 27560 consent receipt: the record, and the words that were shown, for the subject to keep. JSON-LD.
 *
 * @example
 * const download = new Blob([consentReceipt(exported, about)], { type: 'application/ld+json' })
 */
export function consentReceipt(exported: ExportedRecord, about: ExportAbout): string {
  const { seq, received } = exported
  const notice = noticeFacts(exported.notice)
  const name = about.controller?.name ?? notice.controller
  return jsonLine({
    '@context': CONTEXT,
    '@type': 'dpv:ConsentReceipt',
    'dct:conformsTo': iri(`${SCHEMA}receipt`),
    'dct:identifier': `${about.origin}/${seq}`,
    'dct:created': time(received),
    'dct:publisher': name,
    'schema:recipient': iri('dpv:DataSubject'),
    'dpv:hasRecordOfActivity': recordOf(exported, about, true),
  })
}

function recordOf(
  exported: ExportedRecord,
  about: ExportAbout,
  whole: boolean,
): { readonly [key: string]: Node | readonly Node[] | undefined } {
  const { seq, received, assurance, record, leaf } = exported
  const controller = about.controller ?? {}
  const notice = noticeFacts(exported.notice)
  const { need, missing } = needs()
  const gdpr = isUnderGdpr(record.place)
  const code = codeOf(record.place)
  const privacy = controller.privacy
  const purposes = purposesOf(record)
  need('purpose', purposes[0])
  // The digest names the words, but nobody can read a digest.
  need('privacy_notice', notice.words ?? privacy)
  const withdrawal = need('withdrawal_method', controller.withdrawal)
  const rights = gdpr ? need('privacy_rights', controller.rights) : controller.rights
  const authority = gdpr ? need('authority_party', controller.authority) : controller.authority
  const context = { controller, notice, record, need }
  return {
    '@id': `urn:uuid:${record.id}`,
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': record.id,
    'dct:conformsTo': iri(`${SCHEMA}${gdpr ? 'record-eu-gdpr' : 'record'}`),
    'dct:created': time(received),
    'dpv:hasDataSubject': { '@type': 'dpv:DataSubject', 'dct:identifier': record.subject },
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': record.notice === null ? undefined : `sha256:${record.notice}`,
      'dct:language': record.locale,
      'schema:version': record.policy,
      'schema:url': privacy && term(privacy),
      'schema:text': whole ? notice.words : undefined,
    },
    'dpv:hasJurisdiction': need('jurisdiction', code === null ? undefined : iri(`loc:${code}`)),
    'dpv:hasApplicableLaw': gdpr ? iri('eu-gdpr:GDPR') : undefined,
    'dpv:hasLegalBasis': gdpr ? iri('eu-gdpr:A6-1-a') : undefined,
    'dpv:hasProcess': purposes.map((id) => processOf(id, context)),
    'dpv:hasDataController': partyOf(controller, notice, need),
    'dpv:hasConsentControl': withdrawal && {
      '@type': 'dpv:WithdrawConsent',
      'dpv:isExercisedAt': term(withdrawal),
    },
    'dpv:hasRight': rights && { '@type': 'dpv:DataSubjectRight', 'dpv:isExercisedAt': term(rights) },
    'dpv:hasAuthority': authority && term(authority),
    'dpv:hasConsentStatus': statusesOf(record, controller, need),
    'latchkey:entry': {
      'latchkey:log': about.origin,
      'latchkey:seq': seq,
      'latchkey:leaf': leaf,
      'latchkey:receipt': receiptAddress(seq, about),
      'latchkey:assurance': assurance,
      'latchkey:site': record.site,
      'latchkey:regime': record.regime,
      'latchkey:gpc': record.gpc ?? undefined,
      'latchkey:text': whole ? exported.text : undefined,
    },
    // Last, when all have been asked for.
    'latchkey:missing': missing(),
  }
}
