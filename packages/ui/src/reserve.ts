export interface Reserve {
  /** Keeps the page informed of an open banner's height; `null` when there is none. */
  follow(banner: Element | null): void
}

const ROOM = ['scroll-padding-bottom', 'padding-bottom']

/**
 * Publishes the banner's height as `--latchkey-height`, and as `--latchkey-inset-end` how much of it lies below something
 * that the page has fixed in the lower corner at the end; and lets the page scroll focused elements clear of it, the
 * last ones of the page included (WCAG 2.4.11, AX-4). Room at the end moves nothing (CLS 0); a page that does not
 * scroll gets none, as a scroll bar would. Through the CSSOM, so that no style attribute needs to be allowed by a CSP.
 */
export function reserve(page: Document): Reserve {
  const { documentElement: html } = page
  const { style } = html
  let before: readonly string[] = []
  let room: readonly string[] = []
  let followed: Element | null = null
  const publish = () => {
    // What is gone has no size either: not to be published on a page that is about to be painted.
    if (!followed?.isConnected) return
    const box = followed.getBoundingClientRect()
    const height = `${Math.ceil(box.height)}px`
    style.setProperty('--latchkey-height', height)
    // Only a sheet from side to side reaches the corner at the end.
    style.setProperty('--latchkey-inset-end', box.width < html.clientWidth ? '0px' : height)
    for (const name of room) style.setProperty(name, height)
  }
  const sizes = new ResizeObserver(publish)
  return {
    follow(banner) {
      if (banner === followed) return
      sizes.disconnect()
      if (!followed) {
        room = html.scrollHeight > html.clientHeight ? ROOM : ROOM.slice(0, 1)
        before = room.map((name) => style.getPropertyValue(name))
      }
      followed = banner
      if (banner) {
        publish()
        sizes.observe(banner)
      } else {
        style.removeProperty('--latchkey-height')
        style.removeProperty('--latchkey-inset-end')
        room.forEach((name, index) => {
          style.setProperty(name, before[index] ?? '') // nothing takes it away
        })
      }
    },
  }
}
