import type { Consent } from '@latchkey/browser'

const WORDS: Readonly<Record<string, string>> = {
  analytics: 'Counting visits',
  marketing: 'Ads',
  video: 'Video',
}

/** Keeps a small board in step with what holds: one line a purpose. Returns how to stop. */
export function showStandings(board: HTMLElement, consent: Pick<Consent, 'get' | 'subscribe'>): () => void {
  const draw = () => {
    const lines = Object.entries(consent.get().standings).map(([purpose, { granted }]) => {
      const line = document.createElement('li')
      line.className = granted ? 'on' : 'off'
      line.textContent = `${WORDS[purpose] ?? purpose}: ${granted ? 'open' : 'latched'}`
      return line
    })
    board.replaceChildren(...lines)
  }
  draw()
  return consent.subscribe(draw)
}
