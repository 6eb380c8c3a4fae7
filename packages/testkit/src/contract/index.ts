export { begin, hold } from './begin.ts'
export { type EmulatedPage, type EmulatedPageOptions, emulatePage, type PageRequest } from './page.ts'
export {
  type ContractCheck,
  type EventsUnderTest,
  type ServiceUnderTest,
  serviceContract,
  testService,
} from './service.ts'
