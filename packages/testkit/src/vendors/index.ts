export {
  answersFor,
  answerVendor,
  type VendorId,
  vendorHosts,
  vendorScripts,
  vendors,
} from './answer-vendor.ts'
export type { Vendor, VendorAnswer, VendorRequest } from './vendor.ts'
