export { intercom as create } from '@latchkey/services/intercom'
