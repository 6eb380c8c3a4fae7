export { checkConfig } from '../check-config.ts'
export { sentence } from '../sentences.ts'
