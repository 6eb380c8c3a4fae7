export { markup } from '@latchkey/browser'
