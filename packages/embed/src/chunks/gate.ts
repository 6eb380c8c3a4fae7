/** The gate of services: it comes beside the first service's own code, because without one it has nothing to do. */
export { gate } from '@latchkey/browser'
