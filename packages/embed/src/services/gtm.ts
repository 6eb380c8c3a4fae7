export { gtm as create } from '@latchkey/services/gtm'
