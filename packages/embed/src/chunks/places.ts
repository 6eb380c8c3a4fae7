export { byPlace } from '@latchkey/regimes'
