import { describe, expect, it } from 'vitest'
import { named } from './names.ts'

const panel = (code: string) => ({ fileName: 'panel', name: 'panel', code })
const more = (code: string) => ({ fileName: 'more', name: 'panel.more', code })
const places = { fileName: 'places', name: 'places', code: 'import("./more")' }
const FIRST = 'export const a="./else";import("./more")'
const SECOND = 'import{a}from"./panel"'

describe('named', () => {
  it('puts the names of files into the imports of their bundle, whichever way they go', () => {
    const [first, second, other] = named([[panel(FIRST), more(SECOND)], [places]], ['tag']).parts
    expect(first?.file).toMatch(/^latchkey\.[0-9a-f]{10}\.0\.js$/)
    expect(first?.code).toBe(`export const a="./else";import("./${second?.file}")`)
    expect(second?.code).toBe(`import{a}from"./${first?.file}"`)
    expect(other?.code).toBe(places.code)
  })

  it('numbers what the tag names before what bundles bring along', () => {
    const files = named([[panel(FIRST), more(SECOND)], [places]], ['tag']).parts.map(({ name, file }) => [
      name,
      file.split('.')[2],
    ])
    expect(files).toEqual([
      ['panel', '0'],
      ['panel.more', '2'],
      ['places', '1'],
    ])
  })

  it('gives the same content the same names, and renames all when one of them changes', () => {
    const names = (first: string, second: string, tag = 'tag') =>
      named([[panel(first), more(second)], [places]], [tag]).parts.map(({ file }) => file)
    expect(names(FIRST, SECOND)).toEqual(names(FIRST, SECOND))
    expect(new Set(names(FIRST, SECOND)).size).toBe(3)
    for (const other of [
      names(`${FIRST};1`, SECOND),
      names(FIRST, `${SECOND};1`),
      names(FIRST, SECOND, 'another'),
    ]) {
      expect(other.filter((file) => names(FIRST, SECOND).includes(file))).toEqual([])
    }
  })
})
