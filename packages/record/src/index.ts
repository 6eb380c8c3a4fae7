export type { ConsentRecord, Receipt } from './record.ts'
