import { fieldsOf, sentenceOf } from './fields.ts'
import type { ExportFormat } from './format.ts'
import { jsonLine } from './lines.ts'

/**
 * Elastic Common Schema 8, one document a line. Category `iam`: what may be done with a person's data is changed, by
 * that person; ECS has no category for consent. What ECS has no field for is a label, and labels are texts.
 */
export const ecs: ExportFormat = {
  id: 'ecs',
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: '.ecs.jsonl',
  head: () => '',
  line(exported, about) {
    const fields = fieldsOf(exported, about)
    const { seq, received, action, subject, record, receipt, ...rest } = fields
    const labels = Object.entries(rest).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[`latchkey_${name}`, String(value)]],
    )
    return jsonLine({
      '@timestamp': received,
      ecs: { version: '8.17.0' },
      message: sentenceOf(fields),
      event: {
        kind: 'event',
        category: ['iam'],
        type: ['user', action === 'shown' ? 'info' : 'change'],
        action: `consent-${action}`,
        id: record,
        sequence: seq,
        module: 'latchkey',
        dataset: 'latchkey.consent',
        reference: receipt,
      },
      // «To correlate information for a user in anonymised form»: it is the digest of a secret of the browser's.
      user: { hash: subject },
      observer: { vendor: 'Latchkey', product: 'Ledger', type: 'ledger' },
      labels: Object.fromEntries(labels),
    })
  },
  tail: () => '',
}
