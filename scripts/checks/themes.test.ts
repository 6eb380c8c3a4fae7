import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryWith } from './fixture.ts'
import { run } from './themes.ts'
import { filesBelow, repository } from './workspace.ts'

const LINDEN = readFileSync(join(repository, 'packages/ui/themes/linden.css'), 'utf8')

const problemsOf = (css: string) => run(repositoryWith({ 'packages/ui/themes/mine.css': css }))

describe('themes', () => {
  it('hold as they are', async () => {
    expect(filesBelow(join(repository, 'packages/ui/themes'), /\.css$/).length).toBeGreaterThan(3)
    expect(await run()).toEqual([])
  })

  it.each([
    [
      'pale text',
      /--latchkey-text: [^;]+/,
      '--latchkey-text: light-dark(#777777, #f0ecdf)',
      /text on surface/,
    ],
    ['pale second text', /(--latchkey-muted: light-dark\()#\w+/, '$1#999999', /muted .* in light/],
    ['pale buttons', /(--latchkey-accent: light-dark\()#\w+/, '$1#f0f0e8', /accent on surface/],
    [
      'words that their button swallows',
      /(--latchkey-on-accent: .*, )#\w+/,
      '$1#aabb90',
      /on-accent .* in dark/,
    ],
    ['one scheme alone', /--latchkey-line: [^;]+/, '--latchkey-line: #eee', /expected light-dark/],
    ['a token left out', /--latchkey-muted: [^;]+;/, '', /--latchkey-muted: expected .* got undefined/],
    ['a radius that is no length', /10px/, 'calc(1px * 10)', /expected pixels/],
    ['a token for one button', /$/, 'INNER --latchkey-accept: #0a0', /no token of ours/],
    ['a property that is no token', /$/, 'INNER font-size: 9px', /no token of ours/],
    ['a second rule', /$/, '\nbutton { color: #eee }', /expected one rule/],
    ['a rule that beats the shop’s own', /:where\(:root\)/, 'html', /expected one rule/],
  ])('name %s', async (_, what, by, problem) => {
    const [, inner] = /^INNER (.*)$/.exec(by) ?? []
    const css = inner ? LINDEN.replace('}', `${inner};\n}`) : LINDEN.replace(what, by)
    expect(await problemsOf(css)).toContainEqual(expect.stringMatching(problem))
  })
})
