import type { Problem } from '@latchkey/core'
import type { Entry } from './catalogue.ts'
import { kind, own } from './own.ts'
import { isAttribute, kebab, PURPOSES, readJson, readList, SETTINGS, splitService } from './vocabulary.ts'

/** The services there are; passed in, so that this code brings none of them along. */
type Catalogue = Readonly<Record<string, Pick<Entry, 'pattern'>>>

/** Everything that is wrong with a page's set-up, one problem each, in the order of the page. */
export function checkConfig(
  document: Document,
  tag: HTMLElement | null,
  catalogue: Catalogue,
): readonly Problem[] {
  const attributes = own({ ...tag?.dataset })
  const json = readJson(document)
  const settings = own(json)
  const detailed = own(settings.purposes)
  const problems: Problem[] = []
  if (!json) problems.push({ code: 'C105', where: '#latchkey-config', got: jsonError(document) })

  for (const [name, value] of Object.entries(attributes)) {
    const id = kebab(name)
    const where = `data-${id}`
    if (PURPOSES.includes(id)) {
      if (id in detailed && detailed[id] !== value) problems.push({ code: 'C106', where })
      else if (!(id in detailed)) problems.push(...purposeProblems(id, value, where, catalogue))
    } else if (!isAttribute(name)) {
      const expected = [...PURPOSES, ...Object.keys(SETTINGS).filter(isAttribute).map(kebab)].join(' ')
      problems.push({ code: 'C104', where, got: id, expected })
    } else if (name in settings && settings[name] !== value) {
      problems.push({ code: 'C106', where })
    }
  }
  for (const [name, value] of Object.entries(settings)) {
    const where = `latchkey-config: ${name}`
    const expected = SETTINGS[name]
    if (typeof expected !== 'string')
      problems.push({ code: 'C104', where, got: name, expected: Object.keys(SETTINGS).join(' ') })
    else if (expected !== kind(value)) problems.push({ code: 'C107', where, got: kind(value), expected })
  }
  for (const [id, detail] of Object.entries(detailed))
    problems.push(...purposeProblems(id, detail, `latchkey-config: purposes.${id}`, catalogue))

  const has = (name: string) => settings[name] || attributes[name]
  if (!has('controller'))
    problems.push({
      code: 'C101',
      where: 'data-controller',
      expected: 'data-controller="Your Company Ltd"',
    })
  if (!has('privacy'))
    problems.push({ code: 'C113', where: 'data-privacy', expected: 'data-privacy="/privacy"' })
  const ids = [
    ...Object.keys(attributes).filter((name) => PURPOSES.includes(kebab(name))),
    ...Object.keys(detailed),
  ]
  if (ids.length === 0)
    problems.push({ code: 'C111', where: 'script tag', expected: 'data-analytics="ga4:G-XXXXXXX"' })
  return problems
}

function purposeProblems(
  id: string,
  value: unknown,
  where: string,
  catalogue: Catalogue,
): readonly Problem[] {
  if (!/^[a-z0-9-]{1,32}$/.test(id))
    return [{ code: 'C107', where, got: id, expected: 'lower-case letters, digits and hyphens' }]
  const list = kind(value) === 'object' ? own(value).services : value
  return readList(list).flatMap((one): Problem[] => {
    if (!['string', 'object'].includes(kind(one)))
      return [{ code: 'C107', where, got: kind(one), expected: '"service:id"' }]
    const { service, id: vendorId } = splitService(one)
    const entry = Object.hasOwn(catalogue, service) ? catalogue[service] : undefined
    if (!entry) return [{ code: 'C102', where, got: service, expected: Object.keys(catalogue).join(' ') }]
    if (entry.pattern.test(vendorId)) return []
    const expected = entry.pattern.test('') ? `${service}, without an id` : String(entry.pattern)
    return [{ code: 'C103', where, got: `${service}:${vendorId}`, expected }]
  })
}

function jsonError(document: Document): string {
  try {
    const value: unknown = JSON.parse(document.querySelector('script#latchkey-config')?.textContent ?? '')
    return kind(value)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
