export { type FrameChoice, frameAddress, langs } from './choice.ts'
export { type GalleryOptions, withGallery } from './gallery.ts'
export { type Surface, type SurfaceId, surfaces } from './surfaces.ts'
export { themes } from './themes.ts'
