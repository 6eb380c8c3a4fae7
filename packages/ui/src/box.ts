import { windowOf } from './window-of.ts'

/** What places a box in its surroundings; a tile takes it over, so that nothing moves (CLS 0). */
const PLACING = [
  'position',
  'color-scheme',
  'font-family',
  'top',
  'right',
  'bottom',
  'left',
  'float',
  'grid-row-start',
  'grid-row-end',
  'grid-column-start',
  'grid-column-end',
  'flex-grow',
  'flex-shrink',
  'flex-basis',
  'align-self',
  'vertical-align',
  'justify-self',
  'margin-top',
  'margin-right',
  'margin-bottom',
  'margin-left',
]

const SPACING = ['letter-spacing', 'word-spacing', 'line-height']

/** Puts a tile before a frame, in the frame's own box, and hides the frame. */
export function keepBox(iframe: HTMLIFrameElement, tile: HTMLElement): void {
  const computed = windowOf(iframe.ownerDocument)?.getComputedStyle(iframe)
  const { width, height } = iframe.getBoundingClientRect()
  const around = iframe.parentElement?.clientWidth ?? 0
  // Important: the page's rules for plain elements must not reach it.
  const set = (name: string, value: string) => tile.style.setProperty(name, value, 'important')
  set('all', 'initial')
  // Readers who need more space between letters and lines set it themselves (WCAG 1.4.12); the tile's own rules are inside.
  for (const name of SPACING) tile.style.setProperty(name, 'normal')
  // A frame stands in a line unless the page says otherwise; contained, a tile has a frame's baseline there.
  set('display', computed?.display === 'inline' ? 'inline-block' : 'block')
  set('contain', 'layout')
  for (const name of PLACING) {
    const value = computed?.getPropertyValue(name)
    if (value) set(name, value === 'static' ? 'relative' : value)
  }
  // Not laid out yet, or hidden: the size that HTML gives a frame, 300 × 150 unless its attributes say more.
  const wide = width || Number.parseFloat(iframe.width) || 300
  const high = height || Number.parseFloat(iframe.height) || 150
  const ratio = computed?.getPropertyValue('aspect-ratio')
  set('box-sizing', 'border-box')
  set('max-width', '100%')
  // A frame as wide as its container goes on following it; others keep their width.
  set('width', around && Math.abs(around - wide) < 2 ? '100%' : `${wide}px`)
  if (ratio && /\d \/ \d/.test(ratio)) set('aspect-ratio', ratio.replace('auto ', ''))
  else set('height', `${high}px`)
  iframe.before(tile)
  iframe.hidden = true
  // `iframe { display: block }` in the page's sheet outranks the attribute.
  iframe.style.setProperty('display', 'none', 'important')
}

export function release(iframe: HTMLIFrameElement): void {
  iframe.hidden = false
  iframe.style.removeProperty('display')
  if (!iframe.getAttribute('style')) iframe.removeAttribute('style')
}
