import type { Rgb } from './contrast.ts'

/** A colour that the browser has computed as a mix in sRGB. */
const SRGB = /^color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)(?: \/ ([\d.e+-]+))?\)$/

/**
 * Colours as three numbers each, in whatever way they are written, in the scheme that the surfaces follow; `null` for
 * what can be seen through, and for what is no colour.
 */
export function coloursOf(
  page: Document,
  window: Window,
  written: readonly string[],
): readonly (Rgb | null)[] {
  const probe = page.createElement('i')
  const set = (name: string, value: string) => probe.style.setProperty(name, value, 'important')
  const scheme = window.getComputedStyle(page.documentElement).colorScheme
  set('display', 'none')
  if (!scheme || scheme === 'normal') set('color-scheme', 'light dark')
  page.documentElement.append(probe)
  const colours = written.map((colour) => {
    probe.style.removeProperty('color') // what is no colour would leave the last one
    // A mix is computed as `color(srgb …)`, however the colour was written: oklch(), a name, light-dark().
    set('color', `color-mix(in srgb,${colour} 100%,#000 0%)`)
    return parsed(window.getComputedStyle(probe).color)
  })
  probe.remove()
  return colours
}

function parsed(computed: string): Rgb | null {
  const [, red, green, blue, alpha = '1'] = SRGB.exec(computed) ?? []
  if (Number(alpha) < 1) return null
  return red && green && blue ? [part(red), part(green), part(blue)] : null
}

/** Wide-gamut colours reach beyond sRGB. */
function part(share: string): number {
  return Math.round(Math.min(1, Math.max(0, Number(share))) * 255)
}
