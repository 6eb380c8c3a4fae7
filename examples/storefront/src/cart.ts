import { find, type Product } from './catalogue.ts'

export interface Line {
  readonly product: Product
  readonly count: number
}

const MOST = 20

/**
 * The cart is one first-party session cookie, `cart=halden.1~moor.2`, which the server sets when the shopper puts
 * something in and drops when it is empty again: strictly necessary for a service the shopper asked for (ePrivacy
 * Directive, art. 5(3)), and not there before. The shop keeps nothing else on the device.
 */
export function readCart(header: string | null): readonly Line[] {
  const value = /(?:^|;\s*)cart=([a-z0-9.~]{1,400})(?:;|$)/.exec(header ?? '')?.[1] ?? ''
  return value.split('~').flatMap((part) => {
    const [slug, count = ''] = part.split('.')
    const product = find(slug)
    return product ? [{ product, count: within(Number.parseInt(count, 10)) }] : []
  })
}

export function cartCookie(lines: readonly Line[], secure: boolean): string {
  const value = lines.map(({ product, count }) => `${product.slug}.${count}`).join('~')
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return value ? `cart=${value}; ${attributes}` : `cart=; Max-Age=0; ${attributes}`
}

/** Sets how many of a product lie in the cart; `add` counts on top of what is there. */
export function changed(
  lines: readonly Line[],
  product: Product,
  count: number,
  add: boolean,
): readonly Line[] {
  const old = lines.find((line) => line.product === product)
  const now = count + (add ? (old?.count ?? 0) : 0)
  const line = { product, count: within(now) }
  if (now <= 0) return lines.filter((other) => other !== old)
  return old ? lines.map((other) => (other === old ? line : other)) : [...lines, line]
}

export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { product, count }) => sum + product.price * count, 0)
}

export function pieces(lines: readonly Line[]): number {
  return lines.reduce((sum, { count }) => sum + count, 0)
}

function within(count: number): number {
  return Math.min(MOST, Math.max(1, Number.isFinite(count) ? count : 1))
}
