export interface Reserve {
  /** Keeps the page informed of an open banner's height; `null` when there is none. */
  follow(banner: Element | null): void
}

/**
 * Publishes the banner's height as `--latchkey-height` and lets the page scroll focused elements clear of it
 * (WCAG 2.4.11, AX-4). Through the CSSOM, so that no style attribute needs to be allowed by a CSP.
 */
export function reserve(page: Document): Reserve {
  const { style } = page.documentElement
  let before = ''
  let followed: Element | null = null
  const publish = () => {
    const height = `${Math.ceil(followed?.getBoundingClientRect().height ?? 0)}px`
    style.setProperty('--latchkey-height', height)
    style.setProperty('scroll-padding-bottom', height)
  }
  const sizes = typeof ResizeObserver === 'function' ? new ResizeObserver(publish) : undefined
  return {
    follow(banner) {
      if (banner === followed) return
      sizes?.disconnect()
      if (!followed) before = style.getPropertyValue('scroll-padding-bottom')
      followed = banner
      if (banner) {
        publish()
        sizes?.observe(banner)
      } else {
        style.removeProperty('--latchkey-height')
        if (before) style.setProperty('scroll-padding-bottom', before)
        else style.removeProperty('scroll-padding-bottom')
      }
    },
  }
}
