export { metaPixel as create } from '@latchkey/services/meta-pixel'
