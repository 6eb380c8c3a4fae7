import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Controller } from '../controller.ts'
import type { ExportAbout } from '../format.ts'
import { ABOUT, exportedRecord, exportedRecords, NOTICE } from '../records.example.ts'
import { consentReceipt, iso27560 } from './iso-27560.ts'

const CONTROLLER: Controller = {
  id: 'HRB 12345',
  name: 'Linden & Oak GmbH',
  address: 'Lindenallee 1, 10115 Berlin',
  contact: 'privacy@shop.example',
  url: 'https://shop.example/',
  privacy: 'https://shop.example/privacy',
  withdrawal: 'https://shop.example/#privacy-choices',
  rights: 'https://shop.example/rights',
  authority: 'Berliner Beauftragte für Datenschutz',
  validity: { granted: 'P180D', denied: 'P184D' },
  everyPurpose: {
    personalData: ['pd:BrowsingBehavior'],
    locations: ['loc:DE'],
    retention: 'P13M',
    recipients: [],
    transfers: [],
    special: false,
  },
  purposes: { marketing: { type: 'dpv:Marketing', recipients: ['Meta'], transfers: ['loc:US'] } },
}
const told: ExportAbout = { ...ABOUT, controller: CONTROLLER }
const read = (change: Parameters<typeof exportedRecord>[0], about = told, notice: string | null = null) =>
  JSON.parse(iso27560.line(exportedRecord(change, { notice }), about))

/** What ISO/IEC TS 27560 makes mandatory, by group, in its own words (standard, clause 6; DPV guide, 9). */
const STATIC =
  'privacy_notice storage_locations retention_period pii_type recipient_third_parties withdrawal_method ' +
  'party_id party_address party_contact validity_duration'

describe('a 27560 record', () => {
  it('is complete where the operator has said everything', () => {
    const record = read({})
    expect(record['latchkey:missing']).toEqual([])
    expect(record).toMatchObject({
      '@type': 'dpv:ConsentRecord',
      'dct:identifier': '0f8fad5b-d9cb-469f-a165-70867728950e',
      'dct:conformsTo': { '@id': 'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr' },
      'dpv:hasDataSubject': { 'dct:identifier': 'a'.repeat(64) },
      'dpv:hasNotice': { '@type': 'dpv:ConsentNotice', 'dct:language': 'de' },
      'dpv:hasJurisdiction': { '@id': 'loc:DE' },
      'dpv:hasLegalBasis': { '@id': 'eu-gdpr:A6-1-a' },
      'dpv:hasDataController': {
        '@type': ['dpv:Organisation', 'dpv:DataController'],
        'schema:name': 'Linden & Oak GmbH',
        'schema:contactPoint': { 'schema:email': 'privacy@shop.example' },
      },
      'dpv:hasProcess': [
        { 'dpv:hasPurpose': { 'dct:identifier': 'analytics' }, 'dpv:hasRecipient': [] },
        {
          'dpv:hasPurpose': { 'dct:identifier': 'marketing', 'skos:broader': { '@id': 'dpv:Marketing' } },
          'dpv:hasRecipient': ['Meta'],
          'dpv:hasThirdCountry': [{ '@id': 'loc:US' }],
          'dpv:hasStorageCondition': [
            { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': [{ '@id': 'loc:DE' }] },
            { '@type': 'dpv:StorageDuration', 'dpv:hasDuration': 'P13M' },
          ],
        },
      ],
    })
  })

  it('names what nobody has said, and makes nothing up', () => {
    const record = read({}, ABOUT)
    const gdpr = 'privacy_rights authority_party special_category transfers party_name'
    expect(new Set(record['latchkey:missing'])).toEqual(new Set(`${STATIC} ${gdpr}`.split(' ')))
    for (const name of ['hasStorageCondition', 'hasRecipient', 'hasPersonalData', 'hasThirdCountry']) {
      for (const process of record['dpv:hasProcess']) expect(process).not.toHaveProperty([`dpv:${name}`])
    }
    for (const name of ['dpv:hasConsentControl', 'dpv:hasRight', 'dpv:hasAuthority'])
      expect(record).not.toHaveProperty([name])
  })

  it('takes from the notice what the shopper was told', () => {
    const record = read({}, ABOUT, NOTICE)
    expect(record['dpv:hasDataController']['schema:name']).toBe('Linden & Oak')
    expect(record['dpv:hasProcess'][0]['dpv:hasRecipient']).toEqual(['ga4'])
    for (const name of ['party_name', 'recipient_third_parties', 'privacy_notice'])
      expect(record['latchkey:missing']).not.toContain(name)
  })

  it.each([
    ['party_id', { id: undefined, url: undefined }],
    ['party_name', { name: undefined }],
    ['party_address', { address: undefined }],
    ['party_contact', { contact: undefined }],
    ['privacy_notice', { privacy: undefined }],
    ['withdrawal_method', { withdrawal: '' }],
    ['privacy_rights', { rights: undefined }],
    ['authority_party', { authority: undefined }],
    ['validity_duration', { validity: undefined }],
    ['retention_period', { everyPurpose: { ...CONTROLLER.everyPurpose, retention: undefined } }],
    ['storage_locations', { everyPurpose: { ...CONTROLLER.everyPurpose, locations: [] } }],
    ['pii_type', { everyPurpose: { ...CONTROLLER.everyPurpose, personalData: [] } }],
    ['special_category', { everyPurpose: { ...CONTROLLER.everyPurpose, special: undefined } }],
    ['transfers', { everyPurpose: { ...CONTROLLER.everyPurpose, transfers: undefined } }],
    ['recipient_third_parties', { everyPurpose: { ...CONTROLLER.everyPurpose, recipients: undefined } }],
  ])('without it, %s alone is missing', (name, change) => {
    const record = read({}, { ...ABOUT, controller: { ...CONTROLLER, ...change } })
    expect(record['latchkey:missing']).toEqual([name])
  })

  it('says what happened to which purpose, and who said so', () => {
    const choices = { analytics: 'granted', marketing: 'denied', chat: 'denied' } as const
    const record = read({ choices, withdrawn: ['chat'] })
    const status = (state: unknown, id: string, duration: string) => ({
      '@type': state,
      'dpv:hasPurpose': [{ '@id': `latchkey:purpose:${id}` }],
      'dpv:isIndicatedBy': { '@id': 'dpv:DataSubject' },
      'dpv:hasIndicationMethod': 'banner, by a trusted event',
      'dpv:isIndicatedAtTime': { '@type': 'xsd:dateTime', '@value': '2026-11-18T11:06:40.000Z' },
      'dpv:hasDuration': { '@type': 'dpv:TemporalDuration', 'rdf:value': duration },
    })
    expect(record['dpv:hasConsentStatus']).toEqual([
      status(['dpv:ConsentGiven', 'dpv:ExpressedConsent'], 'analytics', 'P180D'),
      status('dpv:ConsentRefused', 'marketing', 'P184D'),
      status('dpv:ConsentWithdrawn', 'chat', 'P184D'),
    ])
  })

  it.each([
    [{ via: 'api', trusted: false }, 'dpv:DataController'],
    [{ via: 'banner', trusted: false }, 'dpv:DataSubject'],
    [{ event: 'imported', via: 'imported', trusted: false }, 'dpv:DataSubject'],
  ] as const)('does not call %j expressed consent', (change, by) => {
    const record = read({ ...change, choices: { analytics: 'granted' } })
    expect(record['dpv:hasConsentStatus']).toMatchObject([
      { '@type': 'dpv:ConsentGiven', 'dpv:isIndicatedBy': { '@id': by } },
    ])
    expect(record['latchkey:missing']).toEqual(['event_type'])
  })

  it('calls a notice that was shown a request', () => {
    const record = read({ event: 'shown', choices: {} })
    expect(record['dpv:hasConsentStatus']).toMatchObject([
      { '@type': 'dpv:ConsentRequested', 'dpv:isIndicatedBy': { '@id': 'dpv:DataController' } },
    ])
    expect(record['latchkey:missing']).toEqual(['purpose', 'event_type'])
  })

  it.each([
    ['DE', true, 'loc:DE'],
    ['FR-IDF', true, 'loc:FR-IDF'],
    ['NO', true, 'loc:NO'],
    ['GB', false, 'loc:GB'],
    ['US-CA', false, 'loc:US-CA'],
    ['unknown', false, undefined],
    ['DE:x', false, undefined],
    ['de', false, undefined],
  ])('place %s: GDPR %s, jurisdiction %s', (place, gdpr, jurisdiction) => {
    const record = read({ place })
    const profile = `https://w3id.org/dpv/schema/dpv-27560#record${gdpr ? '-eu-gdpr' : ''}`
    expect(record['dct:conformsTo']).toEqual({ '@id': profile })
    expect('dpv:hasLegalBasis' in record).toBe(gdpr)
    expect(record['dpv:hasJurisdiction']?.['@id']).toBe(jurisdiction)
    expect(record['latchkey:missing']).toEqual(jurisdiction ? [] : ['jurisdiction'])
  })

  it('finds no facts on an object’s ancestors (B6)', () => {
    const purposes = Object.create({ marketing: { title: 'inherited' } })
    const record = read({ choices: { marketing: 'denied' } }, { ...ABOUT, controller: { purposes } })
    expect(record['dpv:hasProcess'][0]['dpv:hasPurpose']).not.toHaveProperty(['dct:title'])
  })

  it('takes an operator’s text for an address or a term only if it is one', () => {
    const at = (withdrawal: string) =>
      read({}, { ...ABOUT, controller: { ...CONTROLLER, withdrawal } })['dpv:hasConsentControl'][
        'dpv:isExercisedAt'
      ]
    expect(at('https://shop.example/x')).toEqual({ '@id': 'https://shop.example/x' })
    expect(at('javascript:alert(1)')).toBe('javascript:alert(1)')
    expect(at('the link «Privacy choices»')).toBe('the link «Privacy choices»')
  })
})

describe('a 27560 receipt', () => {
  it('holds the record, the words that were shown and the exact text', () => {
    const exported = exportedRecord({}, { notice: NOTICE })
    const receipt = JSON.parse(consentReceipt(exported, told))
    expect(receipt).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      'dct:conformsTo': { '@id': 'https://w3id.org/dpv/schema/dpv-27560#receipt' },
      'dct:identifier': 'latchkey/1234/7',
      'dct:publisher': 'Linden & Oak GmbH',
      'dpv:hasRecordOfActivity': {
        'dpv:hasNotice': { 'schema:text': 'Deine Wahl\nAlle ablehnen' },
        'latchkey:entry': { 'latchkey:text': exported.text, 'latchkey:leaf': exported.leaf },
      },
    })
  })

  it('is one line of JSON for any record and any notice', () => {
    fc.assert(
      fc.property(exportedRecords, (record) => {
        const line = consentReceipt(record, told)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(JSON.parse(line)['dpv:hasRecordOfActivity']['latchkey:entry']['latchkey:text']).toBe(
          record.text,
        )
      }),
    )
  })
})
