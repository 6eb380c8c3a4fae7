export { en, ui } from '@latchkey/ui'
