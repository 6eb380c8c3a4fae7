/** Tells when something comes into the window. */
export interface Sight {
  /** Told once; what is watched again is told again. */
  watch(element: Element | null): void
  stop(): void
}

export function sight(seen: (element: Element) => void): Sight {
  const observer =
    typeof IntersectionObserver === 'function'
      ? new IntersectionObserver((entries) => {
          for (const { isIntersecting, target } of entries) {
            if (!isIntersecting) continue
            observer?.unobserve(target)
            seen(target)
          }
        })
      : undefined
  return {
    watch: (element) => element && observer?.observe(element),
    stop: () => observer?.disconnect(),
  }
}
