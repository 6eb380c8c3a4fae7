export { facts } from '@latchkey/services/meta-pixel/facts'
