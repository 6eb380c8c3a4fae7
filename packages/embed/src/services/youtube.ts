export { youtube as create } from '@latchkey/services/youtube'
