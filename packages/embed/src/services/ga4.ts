export { ga4 as create } from '@latchkey/services/ga4'
