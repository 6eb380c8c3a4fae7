import { fieldsOf, sentenceOf } from './fields.ts'
import type { ExportFormat } from './format.ts'
import { jsonLine } from './lines.ts'

/**
 * OTLP/JSON, one `ExportLogsServiceRequest` (the same as `LogsData`) a line: that is what OpenTelemetry's file format
 * asks for and the collector's `otlpjsonfile` receiver reads, and each line can be posted to `/v1/logs` as it is. One
 * document around all lines could do neither without being held in memory whole.
 *
 * Both times are the ledger's clock: a browser may claim any year, and 64 bits of nanoseconds end in 2554.
 */
export const otlp: ExportFormat = {
  id: 'otlp',
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: '.otlp.jsonl',
  head: () => '',
  line(exported, about) {
    const { log, ...fields } = fieldsOf(exported, about)
    const time = `${BigInt(exported.received) * 1_000_000n}`
    const record = {
      timeUnixNano: time,
      observedTimeUnixNano: time,
      severityNumber: 9,
      severityText: 'INFO',
      eventName: `latchkey.consent.${fields.action}`,
      body: { stringValue: sentenceOf({ log, ...fields }) },
      attributes: Object.entries(fields).flatMap(([name, value]) =>
        value === null ? [] : attribute(`latchkey.${name}`, value),
      ),
    }
    return jsonLine({
      resourceLogs: [
        {
          resource: {
            attributes: [
              attribute('service.name', 'latchkey-ledger'),
              attribute('service.instance.id', about.origin),
            ],
          },
          scopeLogs: [{ scope: { name: 'latchkey.consent', version: '1' }, logRecords: [record] }],
        },
      ],
    })
  },
  tail: () => '',
}

/** Whole numbers are texts in OTLP/JSON, as 64 bits do not fit into a number of JSON's readers. */
function attribute(key: string, value: string | number | boolean) {
  if (typeof value === 'string') return { key, value: { stringValue: value } }
  return { key, value: typeof value === 'number' ? { intValue: String(value) } : { boolValue: value } }
}
