export { html, type Markup, type Part, raw } from './html.ts'
export { type Served, type ServeOptions, serve } from './serve.ts'
export { createShop, type Shop, type ShopOptions } from './shop.ts'
export { type TagAttributes, usualTag } from './tag.ts'
