import type { Problem } from '@latchkey/core'
import type { Entry } from './catalogue.ts'
import { fits, isObject, type Json, kebab, kind, kindOf, OTHERS, own, PURPOSES, readJson, readList, splitService, TEXTS } from './vocabulary.ts'

/** The services there are; passed in, so that this code brings none of them along. */
type Catalogue = Readonly<Record<string, Pick<Entry, 'pattern'>>>

/** Everything that is wrong with a page's set-up, one problem each, in the order of the page. */
export function checkConfig(document: Document, tag: HTMLElement | null, catalogue: Catalogue): readonly Problem[] {
  const attributes: Json = { ...tag?.dataset }
  const json = readJson(document)
  const settings = json ?? {}
  const problems: Problem[] = []
  if (!json) problems.push({ code: 'C105', where: '#latchkey-config', got: jsonError(document) })

  for (const [name, value] of Object.entries(attributes)) {
    const where = `data-${kebab(name)}`
    if (PURPOSES.includes(kebab(name))) {
      const named = own(settings, 'purposes')
      if (isObject(named) && Object.hasOwn(named, kebab(name))) problems.push({ code: 'C106', where })
      else problems.push(...purposeProblems(kebab(name), value, where, catalogue))
    } else if (!['trustMarkup', ...TEXTS].includes(name)) {
      problems.push({ code: 'C104', where, got: kebab(name), expected: [...PURPOSES, ...TEXTS, 'trust-markup'].join(' ') })
    } else if (Object.hasOwn(settings, name) && settings[name] !== value) {
      problems.push({ code: 'C106', where })
    }
  }
  for (const [name, value] of Object.entries(settings)) {
    const where = `latchkey-config: ${name}`
    const expected = kindOf(name)
    if (typeof expected !== 'string') problems.push({ code: 'C104', where, got: name, expected: [...TEXTS, ...Object.keys(OTHERS)].join(' ') })
    else if (expected !== kind(value)) problems.push({ code: 'C107', where, got: kind(value), expected })
    else if (name === 'purposes' && isObject(value)) {
      for (const [id, detail] of Object.entries(value)) problems.push(...purposeProblems(id, detail, `${where}.${id}`, catalogue))
    }
  }
  const has = (name: string) => own(settings, name) || own(attributes, name)
  if (!has('controller')) problems.push({ code: 'C101', where: 'data-controller', expected: 'data-controller="Your Company Ltd"' })
  if (!has('privacy')) problems.push({ code: 'C113', where: 'data-privacy', expected: 'data-privacy="/privacy"' })
  const named = own(settings, 'purposes')
  if (!Object.keys(attributes).some((name) => PURPOSES.includes(kebab(name))) && !(isObject(named) && Object.keys(named).length > 0)) {
    problems.push({ code: 'C111', where: 'script tag', expected: 'data-analytics="ga4:G-XXXXXXX"' })
  }
  return problems
}

function purposeProblems(id: string, value: unknown, where: string, catalogue: Catalogue): readonly Problem[] {
  if (!/^[a-z0-9-]{1,32}$/.test(id)) return [{ code: 'C107', where, got: id, expected: 'lower-case letters, digits and hyphens' }]
  return readList(isObject(value) ? own(value, 'services') : value).flatMap((one): Problem[] => {
    if (typeof one !== 'string' && !isObject(one)) return [{ code: 'C107', where, got: kind(one), expected: '"service:id"' }]
    const { service, id: vendorId } = splitService(one)
    const entry = Object.hasOwn(catalogue, service) ? catalogue[service] : undefined
    if (!entry) return [{ code: 'C102', where, got: service, expected: Object.keys(catalogue).join(' ') }]
    if (fits(entry.pattern, vendorId)) return []
    const expected = entry.pattern ? String(entry.pattern) : `${service}, without an id`
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
