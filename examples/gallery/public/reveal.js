// Brings what a frame is about to the middle of its window as soon as it stands. Not by `scrollIntoView`, which would
// scroll the gallery around the frame as well.
{
  const { shows } = document.currentScript.dataset
  const look = () => {
    const hosts = document.querySelectorAll('#latchkey, latchkey-placeholder')
    const [found] = [...hosts].flatMap(({ shadowRoot }) => shadowRoot.querySelector(shows) ?? [])
    if (!found) return requestAnimationFrame(look)
    const { top, bottom } = found.getBoundingClientRect()
    if (top >= 0 && bottom <= innerHeight) return
    const scroller = found.closest('.scroll') ?? window
    scroller.scrollBy({ top: (top + bottom - innerHeight) / 2, behavior: 'instant' })
  }
  look()
}
