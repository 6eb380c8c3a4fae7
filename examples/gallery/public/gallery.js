// Draws windows that are wider than their place smaller, as a whole. Without this they scroll.
const fit = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const { width, height } = target.firstElementChild
    const scale = Math.min(1, contentRect.width / width)
    target.style.setProperty('--scale', scale)
    target.style.blockSize = `${height * scale}px`
  }
})
for (const window of document.querySelectorAll('.window')) fit.observe(window)
