import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contrast, type Rgb } from '../../packages/ui/src/contrast.ts'
import { filesBelow, repository, shown } from './workspace.ts'

export const name = 'themes'

const COLOURS = ['surface', 'text', 'muted', 'line', 'accent', 'on-accent'] as const
type Colour = (typeof COLOURS)[number]

/** What has to be told from what, and how well (AX-6, DP-4). */
const PAIRS: readonly (readonly [front: Colour, back: Colour, least: number])[] = [
  ['text', 'surface', 7],
  ['muted', 'surface', 5],
  ['on-accent', 'accent', 5],
  ['accent', 'surface', 3],
]

/**
 * A ready theme is one rule without specificity that sets the tokens and nothing else: what they cannot say, no theme can,
 * so none is unfair (DP-15).
 */
const THEME = /^:where\(:root\)\s*\{([^{}]*)\}$/
const COLOUR = /^light-dark\(#([\da-f]{6}), #([\da-f]{6})\)$/

/** Every ready theme sets the tokens, light and dark, legibly, and nothing else. */
export async function run(root = repository): Promise<readonly string[]> {
  return filesBelow(join(root, 'packages/ui/themes'), /\.css$/).flatMap((file) =>
    problemsOf(readFileSync(file, 'utf8')).map((problem) => `${shown(root, file)}: ${problem}`),
  )
}

function problemsOf(css: string): readonly string[] {
  const [, inner] = THEME.exec(css.replace(/\/\*[\s\S]*?\*\//g, '').trim()) ?? []
  if (inner === undefined) return ['expected one rule, :where(:root), and nothing beside it']
  const tokens = new Map(
    inner
      .split(';')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [property = '', ...value] = line.split(':')
        return [property.trim(), value.join(':').trim()] as const
      }),
  )
  const problems: string[] = []
  const colours = new Map<Colour, readonly [light: Rgb, dark: Rgb]>()
  for (const colour of COLOURS) {
    const property = `--latchkey-${colour}`
    const [, light, dark] = COLOUR.exec(tokens.get(property) ?? '') ?? []
    if (light && dark) colours.set(colour, [rgb(light), rgb(dark)])
    else problems.push(`${property}: expected light-dark(#rrggbb, #rrggbb), got ${tokens.get(property)}`)
    tokens.delete(property)
  }
  const radius = tokens.get('--latchkey-radius')
  if (!/^\d+px$/.test(radius ?? '')) problems.push(`--latchkey-radius: expected pixels, got ${radius}`)
  for (const property of tokens.keys())
    if (!['--latchkey-radius', '--latchkey-font'].includes(property))
      problems.push(`${property} is no token of ours`)

  for (const [front, back, least] of PAIRS) {
    const [one, other] = [colours.get(front), colours.get(back)]
    if (!one || !other) continue
    for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
      const [a, b] = [one[index], other[index]]
      const found = a && b ? contrast(a, b) : 0
      if (found < least)
        problems.push(`${front} on ${back} is ${found.toFixed(1)}:1 in ${scheme}, expected ${least}:1`)
    }
  }
  return problems
}

function rgb(hex: string): Rgb {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
  return [part(0), part(2), part(4)]
}
