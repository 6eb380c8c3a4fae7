export { facts } from '@latchkey/services/ga4/facts'
