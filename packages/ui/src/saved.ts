/** Until then the region under a modal dialog is found again; one that comes with its words is not heard. */
const COMES = 100
/** It has been heard and seen by then; nothing waits for it. */
const STAYS = 4000

/** «Saved.», nothing else. The region stands empty from the start (AX-11). */
export function savedStatus(root: HTMLElement, text: string): { say(): void; stop(): void } {
  const status = root.appendChild(root.ownerDocument.createElement('p'))
  status.className = 'saved'
  status.setAttribute('role', 'status')
  let waiting: ReturnType<typeof setTimeout> | undefined
  return {
    say() {
      clearTimeout(waiting)
      waiting = setTimeout(() => {
        status.textContent = text
        waiting = setTimeout(() => {
          status.textContent = ''
        }, STAYS)
      }, COMES)
    },
    stop: () => clearTimeout(waiting),
  }
}
