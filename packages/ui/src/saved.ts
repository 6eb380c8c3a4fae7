/** It has been heard and seen by then; nothing waits for it. */
const STAYS = 4000

/** «Saved.», nothing else. The region stands empty from the start: one that comes with its words is not heard (AX-11). */
export function savedStatus(root: HTMLElement, text: string): { say(): void; stop(): void } {
  const status = root.appendChild(root.ownerDocument.createElement('p'))
  status.className = 'saved'
  status.setAttribute('role', 'status')
  let clearing: ReturnType<typeof setTimeout> | undefined
  return {
    say() {
      clearTimeout(clearing)
      status.textContent = text
      clearing = setTimeout(() => {
        status.textContent = ''
      }, STAYS)
    },
    stop: () => clearTimeout(clearing),
  }
}
