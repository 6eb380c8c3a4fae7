export type { Driver, Engine, Tab } from './driver.ts'
export { webkitDriver } from './webkit.ts'
