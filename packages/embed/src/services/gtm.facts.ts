export { facts } from '@latchkey/services/gtm/facts'
