// What the panel says about vendors: together they are smaller than the requests that each would cost.
export { facts as clarity } from '@latchkey/services/clarity/facts'
export { facts as ga4 } from '@latchkey/services/ga4/facts'
export { facts as gtm } from '@latchkey/services/gtm/facts'
export { facts as intercom } from '@latchkey/services/intercom/facts'
export { facts as metaPixel } from '@latchkey/services/meta-pixel/facts'
export { facts as youtube } from '@latchkey/services/youtube/facts'
