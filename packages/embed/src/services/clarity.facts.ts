export { facts } from '@latchkey/services/clarity/facts'
