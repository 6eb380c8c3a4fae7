import { clarityScript, clarityVendor } from './clarity.ts'
import { ga4Script, ga4Vendor, gtmScript, gtmVendor } from './google.ts'
import { intercomScript, intercomVendor } from './intercom.ts'
import { metaPixelScript, metaPixelVendor } from './meta-pixel.ts'
import type { Vendor, VendorAnswer, VendorRequest } from './vendor.ts'
import { youtubePage, youtubeVendor } from './youtube.ts'

/** Every emulated vendor by service id. */
export const vendors = {
  ga4: ga4Vendor,
  gtm: gtmVendor,
  'meta-pixel': metaPixelVendor,
  clarity: clarityVendor,
  intercom: intercomVendor,
  youtube: youtubeVendor,
} as const satisfies Record<string, Vendor>

/** The id of an emulated vendor: the same as its service's. */
export type VendorId = keyof typeof vendors

/** The real host names that each vendor answers for; `*.example.com` covers sub-domains. */
export const vendorHosts: Readonly<Record<VendorId, readonly string[]>> = Object.fromEntries(
  Object.values(vendors).map(({ id, hosts }) => [id, hosts]),
) as Record<VendorId, readonly string[]> // Object.fromEntries forgets the keys

/** What a vendor's first file holds, by vendor and account id: the page script, or the embedded page of a video. */
export const vendorScripts: Readonly<Record<VendorId, (id: string) => string>> = {
  ga4: ga4Script,
  gtm: gtmScript,
  'meta-pixel': metaPixelScript,
  clarity: clarityScript,
  intercom: intercomScript,
  youtube: youtubePage,
}

/** Whether a vendor answers for a host. */
export const answersFor = ({ hosts }: Vendor, host: string): boolean =>
  hosts.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern))

/**
 * Answers as the vendor behind the host would. Pure: serve it from memory in a unit test, or over TLS on the real
 * host names in a browser test. 404 for what no vendor knows.
 *
 * @example
 * answerVendor({ host: 'www.googletagmanager.com', path: '/gtag/js?id=G-LINDEN0AK1', method: 'GET' }).body
 */
export function answerVendor(request: VendorRequest): VendorAnswer {
  for (const vendor of Object.values(vendors)) {
    const answer = answersFor(vendor, request.host) ? vendor.answer(request) : undefined
    if (answer) return answer
  }
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'No such vendor file.\n' }
}
