import { cef } from './cef.ts'
import { csv } from './csv.ts'
import { iso27560, iso27560Receipts } from './dpv/iso-27560.ts'
import { ecs } from './ecs.ts'
import type { ExportFormat } from './format.ts'
import { ocsf } from './ocsf.ts'
import { otlp } from './otlp.ts'

/** What `GET /v1/export?format=` knows beside `jsonl`. Look an id up with `Object.hasOwn`: it comes from an address. */
export const formats: Readonly<Record<ExportFormat['id'], ExportFormat>> = {
  csv,
  '27560': iso27560,
  '27560-receipt': iso27560Receipts,
  ocsf,
  ecs,
  cef,
  otlp,
}
