export { type RenderBannerOptions, renderBanner } from './render-banner.tsx'
