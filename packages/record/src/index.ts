export { FIRST, type Link, linkAfter } from './chain.ts'
export { digest } from './digest.ts'
export type { ConsentRecord, Receipt } from './record.ts'
export { writeRecord } from './write-record.ts'
