import { describe, expect, it } from 'vitest'
import { contrast, type Rgb } from './contrast.ts'
import { moreStyles } from './more-styles.ts'
import { styles as first } from './styles.ts'

const styles = first + moreStyles

/** The default of a token, in light and in dark. */
function token(name: string): readonly [light: Rgb, dark: Rgb] {
  const [, light = '', dark = ''] =
    new RegExp(`var\\(--latchkey-${name},light-dark\\((#\\w+),(#\\w+)\\)`).exec(styles) ?? []
  return [rgb(light), rgb(dark)]
}

function rgb(hex: string): Rgb {
  const long = hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex
  const part = (at: number) => Number.parseInt(long.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

describe('styles', () => {
  it.each([
    ['text', 'surface', 5],
    ['muted', 'surface', 5],
    ['on-accent', 'accent', 5],
    ['accent', 'surface', 3],
  ] as const)('keep %s on %s at %d:1 in light and dark (AX-6, DP-4)', (front, back, least) => {
    for (const scheme of [0, 1] as const) {
      expect(contrast(token(front)[scheme], token(back)[scheme])).toBeGreaterThanOrEqual(least)
    }
  })

  it('ask for nothing from the network', () => {
    expect(styles).not.toMatch(/url\(|@import|@font-face/)
  })

  it('move nothing (AX-8)', () => {
    expect(styles).not.toMatch(/transition|animation/)
  })

  it('use directions of the text, not of the screen', () => {
    expect(styles).not.toMatch(
      /(margin|padding|border)-(left|right)|text-align:(left|right)|[;{](left|right):/,
    )
  })

  it('have eight tokens', () => {
    expect([...new Set(styles.match(/--latchkey-[\w-]+/g))].sort()).toEqual([
      '--latchkey-accent',
      '--latchkey-font',
      '--latchkey-line',
      '--latchkey-muted',
      '--latchkey-on-accent',
      '--latchkey-radius',
      '--latchkey-surface',
      '--latchkey-text',
    ])
  })
})
