// Surfaces take the focus when they open. Among many frames that would take it from whoever reads the gallery, and
// scroll the page along; so a frame among others keeps to itself until somebody presses something in it.
if (parent !== self) {
  let pressed = false
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => (pressed = true), true)
  const { focus } = HTMLElement.prototype
  HTMLElement.prototype.focus = function (...options) {
    if (pressed) focus.apply(this, options)
  }
  const { showModal } = HTMLDialogElement.prototype
  HTMLDialogElement.prototype.showModal = function () {
    this.inert = !pressed
    showModal.call(this)
    this.inert = false
  }
}
