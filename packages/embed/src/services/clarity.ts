export { clarity as create } from '@latchkey/services/clarity'
