import { describe, expect, it, vi } from 'vitest'
import { trusted } from './trusted-types.ts'

const url = 'https://v.example/a.js'
const pageWith = (trustedTypes?: unknown) => ({ trustedTypes }) as unknown as Window

describe('trusted types (B1, BR-10)', () => {
  it('go through one policy named latchkey, made once a page', () => {
    const createPolicy = vi.fn((_: string, rules: { createScriptURL(text: string): string }) => ({
      ...rules,
      createScriptURL: (text: string) => ({ trusted: rules.createScriptURL(text) }),
    }))
    const page = pageWith({ createPolicy })
    expect(createPolicy).not.toHaveBeenCalled()
    expect(trusted(page, 'createScriptURL', url)).toEqual({ trusted: url })
    expect(trusted(page, 'createScript', 'let a')).toBe('let a')
    expect(createPolicy).toHaveBeenCalledTimes(1)
    expect(createPolicy.mock.calls[0]?.[0]).toBe('latchkey')
  })

  it('need no second policy in another part that was given the same map', () => {
    const createPolicy = vi.fn((_: string, rules: object) => rules)
    const page = pageWith({ createPolicy })
    const policies = new WeakMap()
    trusted(page, 'createScriptURL', url, policies)
    trusted(page, 'createScript', 'let a', policies)
    expect(createPolicy).toHaveBeenCalledTimes(1)
    trusted(page, 'createScriptURL', url)
    expect(createPolicy).toHaveBeenCalledTimes(2)
  })

  it('are left out where the browser has none', () => {
    expect(trusted(pageWith(), 'createScriptURL', url)).toBe(url)
  })

  it('are left to the browser where the page’s CSP does not list our policy', () => {
    const createPolicy = vi.fn(() => {
      throw new TypeError('refused')
    })
    const page = pageWith({ createPolicy })
    expect(trusted(page, 'createScriptURL', url)).toBe(url)
    expect(trusted(page, 'createScriptURL', url)).toBe(url)
    expect(createPolicy).toHaveBeenCalledTimes(1)
  })
})
