import { describe, expect, it } from 'vitest'
import { named } from './names.ts'

const panel = (code: string) => ({ fileName: 'panel', name: 'panel', isEntry: true, code })
const more = (code: string) => ({ fileName: 'more', name: 'more', isEntry: false, code })
const FIRST = 'export const a="./else";import("./more")'
const SECOND = 'import{a}from"./panel"'

describe('named', () => {
  it('puts the names of files into the imports between them, whichever way they go', () => {
    const [first, second] = named([panel(FIRST), more(SECOND)])
    expect(first?.file).toMatch(/^latchkey\.[0-9a-f]{12}\.js$/)
    expect(first?.code).toBe(`export const a="./else";import("./${second?.file}")`)
    expect(second?.code).toBe(`import{a}from"./${first?.file}"`)
  })

  it('gives the same content the same names, and renames all when one of them changes', () => {
    const names = (first: string, second: string) =>
      named([panel(first), more(second)]).map(({ file }) => file)
    expect(names(FIRST, SECOND)).toEqual(names(FIRST, SECOND))
    for (const other of [names(`${FIRST};1`, SECOND), names(FIRST, `${SECOND};1`)]) {
      expect(other.filter((file) => names(FIRST, SECOND).includes(file))).toEqual([])
    }
  })
})
