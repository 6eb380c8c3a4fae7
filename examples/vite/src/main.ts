import { consent } from './consent.ts'
import { showStandings } from './standings.ts'

const board = document.querySelector<HTMLElement>('#standings')
if (board) showStandings(board, consent)

// The shop's own code asks before it talks to a vendor; a service that is not granted has nothing to listen with.
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-add]')) {
  button.addEventListener('click', () => {
    button.textContent = 'In your basket'
    button.disabled = true
    const { gtag } = window as { gtag?: (...command: readonly unknown[]) => void }
    if (consent.isGranted('analytics'))
      gtag?.('event', 'add_to_cart', { items: [{ item_id: button.dataset.add }] })
  })
}
