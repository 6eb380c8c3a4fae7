import { readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { transform } from 'esbuild'
import { filesBelow, repository, shown } from './workspace.ts'

export const name = 'source-rules'

/** What a merchant's page has to fear from us (threat model B1, B5, A3). Looked for in code, not in comments. */
const IN_CODE: readonly (readonly [RegExp, string])[] = [
  [/\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bsetHTMLUnsafe\b/, 'writes markup'],
  [/\bdangerouslySetInnerHTML\b/, 'writes markup'],
  [/\bdocument\s*\.\s*write(?:ln)?\b/, 'writes into the parser'],
  [/(?<![\w$-])eval\s*[()]|\.\s*eval\b/, 'evaluates text'],
  [/\bnew\s+Function\b|(?<![\w$.])Function\s*\(/, 'evaluates text'],
  [/\bset(?:Timeout|Interval)\s*\(\s*["'`]/, 'evaluates text'],
  [/["'`](?:before)?unload["'`]|\bon(?:before)?unload\b/, 'listens to unload, which ends bfcache'],
  // Asking the getter of Document.prototype is fine: an element named `currentScript` does not reach that.
  [
    /\.\s*currentScript\b|\[\s*["'`]currentScript["'`]\s*\]/,
    'reads document.currentScript, which a named element can replace',
  ],
]

/** What does not belong into a public repository, wherever it stands. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.~@-])\/(?:home|root|work|Users)\/[\w.-]/, 'a path of somebody’s machine'],
  [/\bregistry\.npmjs\.(?:org|com)\b|\bnpm\.pkg\.github\.com\b|\/artifactory\//, 'the host of a registry'],
]

const BROWSER = ['core', 'regimes', 'record', 'log', 'browser', 'services', 'proof', 'ui', 'embed']
/** Pages that a repository or a package may have, or comes to have. */
const USUAL = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'index.md']
const TEXT = /\.(?:[cm]?[jt]sx?|json|md|html|css|ya?ml|svg|txt|sh)$/
const TEST = /\.(?:test(?:-d)?|example)\.tsx?$/

/** No way for text to become code, no name that the page can replace, no trace of the machine it was made on. */
export async function run(root = repository): Promise<readonly string[]> {
  const sources = BROWSER.flatMap((id) => filesBelow(join(root, 'packages', id, 'src'), /\.tsx?$/))
  const built = BROWSER.flatMap((id) => filesBelow(join(root, 'packages', id, 'dist'), /\.m?js$/))
  const problems: string[] = []
  for (const file of [...sources.filter((path) => !TEST.test(path)), ...built]) {
    const code = await withoutComments(file)
    for (const [pattern, what] of IN_CODE) {
      const found = pattern.exec(code)
      if (found) problems.push(`${shown(root, file)}: ${what}: "${found[0]}"`)
    }
  }
  return [...problems, ...texts(root), ...built.flatMap((file) => inText(root, file))]
}

async function withoutComments(file: string): Promise<string> {
  const loader = file.endsWith('x') ? 'tsx' : extname(file) === '.ts' ? 'ts' : 'js'
  const source = readFileSync(file, 'utf8')
  return (await transform(source, { loader, legalComments: 'none', jsx: 'preserve', target: 'esnext' })).code
}

function texts(root: string): readonly string[] {
  const files = filesBelow(root, TEXT)
  const pages = new Set(files.filter((file) => file.endsWith('.md')).map((file) => basename(file)))
  for (const page of USUAL) pages.add(page)
  return files.flatMap((file) => {
    if (basename(file) === 'pnpm-lock.yaml') return []
    if (TEST.test(file)) return inText(root, file)
    const prose = readFileSync(file, 'utf8').replace(/https?:\/\/\S+/g, '')
    const gone = [...prose.matchAll(/(?<![\w*<>{}$.-])[\w-]+\.md\b/g)].map(([page]) => page)
    return [
      ...inText(root, file),
      ...[...new Set(gone)]
        .filter((page) => !pages.has(page))
        .map((page) => `${shown(root, file)}: speaks of ${page}, which the repository does not have`),
    ]
  })
}

function inText(root: string, file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return IN_TEXT.flatMap(([pattern, what]) => {
    const found = pattern.exec(text)
    return found ? [`${shown(root, file)}: has ${what}: "${found[0]}"`] : []
  })
}
