export { facts } from '@latchkey/services/intercom/facts'
