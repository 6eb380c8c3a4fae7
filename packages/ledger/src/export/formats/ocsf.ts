import { fieldsOf, sentenceOf } from './fields.ts'
import type { ExportFormat } from './format.ts'
import { jsonLine } from './lines.ts'

const IAM = 3
const ENTITY_MANAGEMENT = 3004
const UPDATE = 3
const OTHER = 99

/**
 * Open Cybersecurity Schema Framework 1.3, one event a line. There is no class for consent. Entity Management (3004)
 * fits best: a person changes a managed entity, namely what may be done with their data on a site. Account Change
 * and User Management need a user account, which shoppers without a name have not; Authorize Session is about
 * sessions of a system. A notice that was shown changes nothing, and is `Other`.
 */
export const ocsf: ExportFormat = {
  id: 'ocsf',
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: '.ocsf.jsonl',
  head: () => '',
  line(exported, about) {
    const { seq, received, record, leaf, assurance } = exported
    const fields = fieldsOf(exported, about)
    const activity = fields.action === 'shown' ? OTHER : UPDATE
    return jsonLine({
      activity_id: activity,
      activity_name: activity === OTHER ? 'Shown' : 'Update',
      category_uid: IAM,
      category_name: 'Identity & Access Management',
      class_uid: ENTITY_MANAGEMENT,
      class_name: 'Entity Management',
      type_uid: ENTITY_MANAGEMENT * 100 + activity,
      severity_id: 1,
      severity: 'Informational',
      time: received,
      message: sentenceOf(fields),
      metadata: {
        version: '1.3.0',
        product: { name: 'Latchkey Ledger', vendor_name: 'Latchkey' },
        uid: record.id,
        sequence: seq,
        event_code: `consent-${fields.action}`,
        log_name: about.origin,
        logged_time: received,
        original_time: fields.claimed,
      },
      entity: {
        name: record.site,
        type: 'consent',
        uid: record.subject,
        version: record.policy,
        data: {
          event: record.event,
          choices: record.choices,
          withdrawn: record.withdrawn,
          via: record.via,
          trusted: record.trusted,
          place: record.place,
          place_by: record.placeBy,
          regime: record.regime,
          table: record.table,
          gpc: record.gpc,
          locale: record.locale,
          notice: record.notice,
          ui: record.ui,
          n: record.n,
          previous: record.previous,
        },
      },
      unmapped: { assurance, leaf, receipt: fields.receipt },
    })
  },
  tail: () => '',
}
