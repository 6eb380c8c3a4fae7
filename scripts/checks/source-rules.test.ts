import { describe, expect, it } from 'vitest'
import { repositoryWith } from './fixture.ts'
import { run } from './source-rules.ts'

const machine = ['', 'home', 'somebody', 'latchkey'].join('/')
const registry = ['registry', 'npmjs', 'org'].join('.')

describe('source-rules', () => {
  it('holds for code that makes elements, and for comments that speak of the rest', async () => {
    const root = repositoryWith({
      'packages/ui/src/a.tsx': `// never innerHTML, eval( or 'unload'
        export const A = () => <p title="evaluate (this)">{text}</p>
        export const tag = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')
        export const later = () => setTimeout(() => medieval(1), 5)
        export const csp = "script-src 'unsafe-eval'"`,
      'packages/ui/src/a.test.ts': `element.innerHTML = '<p>'`,
      'packages/ledger/src/a.ts': `db.eval('…'); page.innerHTML`,
      'docs/a.md': `See [b](b.md), https://example.com${machine}/design.md and pages/home/index.html`,
      'docs/b.md': 'B',
    })
    expect(await run(root)).toEqual([])
  })

  it.each([
    'element.innerHTML = text',
    'element["outerHTML"] = text',
    'const { innerHTML } = element',
    'element.insertAdjacentHTML("beforeend", text)',
    'document.write(text)',
    'eval(text)',
    'window.eval(text)',
    '(0, eval)(text)',
    'const run = window.eval; run(text)',
    'new Function(text)()',
    'Function(text)()',
    'setTimeout("alert(1)", 5)',
    'addEventListener("unload", stop)',
    `addEventListener('beforeunload', stop)`,
    'window.onunload = stop',
    'document.currentScript.nonce',
    'document["currentScript"]',
    'const props = { dangerouslySetInnerHTML: { __html: text } }',
  ])('finds %s, in source and in what is built', async (code) => {
    for (const file of ['packages/browser/src/a.ts', 'packages/embed/dist/latchkey.js']) {
      const problems = await run(repositoryWith({ [file]: code }))
      expect(problems, file).not.toEqual([])
      expect(problems[0]).toContain(file)
    }
  })

  it.each([
    ['docs/a.md', `Run ${machine}/start`, /machine/],
    ['packages/core/src/a.test.ts', `const path = '${machine}'`, /machine/],
    ['packages/embed/dist/latchkey.js', `"${machine}"`, /machine/],
    ['scripts/a.ts', `fetch('https://${registry}/x')`, /registry/],
    ['docs/a.md', 'As the sheet nothing-here.md says', /speaks of nothing-here\.md/],
    ['packages/core/src/a.ts', '// see nothing-here.md', /speaks of nothing-here\.md/],
  ])('finds in %s: %s', async (file, content, problem) => {
    expect(await run(repositoryWith({ [file]: content }))).toEqual([expect.stringMatching(problem)])
  })
})
