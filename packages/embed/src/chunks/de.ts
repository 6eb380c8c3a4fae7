export { de as texts } from '@latchkey/ui/texts/de'
