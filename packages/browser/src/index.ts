export type { PurgeableKey, Service, ServiceContext } from './service.ts'
