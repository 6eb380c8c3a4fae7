import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { measure, type Size } from './measure.ts'
import { filesBelow, packagesOf, repository, shown } from './workspace.ts'

export const name = 'docs-links'

const TOP = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md']

/** Links lead somewhere, quoted sizes are the build's, and there is a page for every service and every problem. */
export async function run(
  root = repository,
  sizes: () => Promise<readonly Size[]> = () => measure(root),
): Promise<readonly string[]> {
  const pages = [
    ...TOP.map((page) => join(root, page)).filter((page) => existsSync(page)),
    ...filesBelow(join(root, 'docs'), /\.md$/),
  ]
  return [
    ...pages.flatMap((page) => brokenLinks(root, page)),
    ...(await wrongSizes(root, pages, sizes)),
    ...servicePages(root),
    ...problemTexts(root),
  ]
}

function brokenLinks(root: string, page: string): readonly string[] {
  return linksIn(withoutCode(readFileSync(page, 'utf8'))).flatMap((link) => {
    if (/^[a-z][a-z+.-]*:|^\/\//i.test(link)) return []
    const [path = '', anchor] = decodeURI(link).split('#')
    const target = path ? join(path.startsWith('/') ? root : dirname(page), path) : page
    const at = `${shown(root, page)}: "${link}"`
    if (!existsSync(target)) return [`${at} leads nowhere`]
    if (anchor && target.endsWith('.md') && !anchorsOf(target).has(anchor))
      return [`${at}: ${shown(root, target)} has no such heading`]
    return statSync(target).isDirectory() && anchor ? [`${at}: a folder has no headings`] : []
  })
}

function linksIn(markdown: string): readonly string[] {
  const inline = markdown.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'(][^)]*)?\)/g)
  const references = markdown.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)
  const html = markdown.matchAll(/<(?:a|img|source)\s[^>]*?(?:href|src|srcset)=["']([^"']+)["']/g)
  return [...inline, ...references, ...html].flatMap(([, link]) => (link ? [link] : []))
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^ *(```+|~~~+)[^\n]*\n[\s\S]*?^ *\1 *$/gm, '').replace(/(`+)[^`][\s\S]*?\1/g, '')
}

/** Headings as the forge turns them into anchors: small letters, hyphens for spaces, `-1` for the second of a name. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = readFileSync(page, 'utf8')
  const anchors = new Set([...text.matchAll(/\b(?:id|name)=["']([^"']+)["']/g)].map(([, id]) => id ?? ''))
  const seen = new Map<string, number>()
  const prose = text.replace(/^ *(```+|~~~+)[^\n]*\n[\s\S]*?^ *\1 *$/gm, '')
  for (const [, heading = ''] of prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/<[^>]+>/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    anchors.add(count ? `${slug}-${count}` : slug)
  }
  return anchors
}

const QUOTE = /<!-- size:([\w/.-]+) -->([^<]*)<!-- \/size -->/g

async function wrongSizes(
  root: string,
  pages: readonly string[],
  sizes: () => Promise<readonly Size[]>,
): Promise<readonly string[]> {
  const quotes = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(QUOTE)].map(([, use = '', text = '']) => ({ page, use, text })),
  )
  if (quotes.length === 0) return []
  const measured = new Map((await sizes()).map((size) => [size.use, size]))
  return quotes.flatMap(({ page, use, text }) => {
    const at = `${shown(root, page)}: size:${use}`
    const size = measured.get(use)
    if (!size) return [`${at}: nothing of this name is measured`]
    if (size.bytes === null) return [`${at}: ${size.problem}`]
    const right = agrees(text, size.bytes)
    return right ? [] : [`${at}: says "${text.trim()}", the build has ${(size.bytes / 1024).toFixed(1)} kB`]
  })
}

/** Whether `1.2 kB` (of 1024 bytes, as the budgets count) is the figure, rounded to as many places as it shows. */
function agrees(text: string, bytes: number): boolean {
  const [, figure, places = ''] = /^\s*(\d+(?:\.(\d+))?)\s*kB\s*$/.exec(text) ?? []
  return figure !== undefined && (bytes / 1024).toFixed(places.length) === figure
}

function servicePages(root: string): readonly string[] {
  const services = packagesOf(root).find(({ id }) => id === 'services')
  if (!services) return []
  const ids = Object.keys(services.manifest.exports ?? {})
    .filter((subpath) => /^\.\/[^/]+$/.test(subpath) && !subpath.endsWith('.json'))
    .map((subpath) => subpath.slice(2))
    .filter((id) => id !== 'hosts') // of all services
  const pages = filesBelow(join(root, 'docs/services'), /\.md$/)
    .map((page) => basename(page, '.md'))
    .filter((page) => page !== 'README' && page !== 'index')
  return [
    ...ids
      .filter((id) => !pages.includes(id))
      .map((id) => `docs/services/${id}.md is missing: ${id} is a service`),
    ...pages.filter((page) => !ids.includes(page)).map((page) => `docs/services/${page}.md: no such service`),
  ]
}

function problemTexts(root: string): readonly string[] {
  const source = join(root, 'packages/core/src/problems.ts')
  if (!existsSync(source)) return []
  const codes = [...readFileSync(source, 'utf8').matchAll(/'(C\d{3})'/g)].map(([, code = '']) => code)
  const page = join(root, 'docs/problems.md')
  const text = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const told = [...text.matchAll(/^## (C\d{3})\b/gm)].map(([, code = '']) => code)
  const problems = [
    ...codes
      .filter((code) => !told.includes(code))
      .map((code) => `docs/problems.md: no section "## ${code}"`),
    ...told
      .filter((code) => !codes.includes(code))
      .map((code) => `docs/problems.md: ${code} is no problem code`),
  ]
  const sentences = join(root, 'packages/embed/src/sentences.ts')
  if (existsSync(sentences)) {
    const said = readFileSync(sentences, 'utf8')
    for (const code of codes)
      if (!new RegExp(`\\b${code}\\b`).test(said))
        problems.push(`${shown(root, sentences)}: no sentence for ${code}`)
  }
  return problems
}
