export { facts } from '@latchkey/services/youtube/facts'
