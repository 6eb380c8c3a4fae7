import { beforeEach, describe, expect, it } from 'vitest'
import { type ScriptOrder, scriptOrder } from './markup-order.ts'

let ran: string[]
let fetched: string[]
let page: Document & { readyState: string }
beforeEach(() => {
  ran = []
  fetched = []
  const made = document.implementation.createHTMLDocument()
  page = Object.defineProperty(made, 'readyState', { value: 'complete', writable: true })
})

/** Marked scripts by name: `d1 src defer`, `i1`, `m1 data-type=module`. */
function stand(...written: readonly string[]): readonly Element[] {
  return written.map((text) => {
    const [name = '', ...attributes] = text.split(' ')
    const script = page.createElement('script')
    script.id = name
    for (const one of attributes) {
      const [attribute = '', value = ''] = one.split('=')
      script.setAttribute(attribute, value)
    }
    return script
  })
}

/** Each is found with the others; external ones settle when they are told to. */
function run(order: ScriptOrder, scripts: readonly Element[]): Record<string, () => void> {
  const settle: Record<string, () => void> = {}
  order.meet(scripts)
  for (const script of scripts) {
    const start = () => {
      ran.push(script.id)
      if (script.hasAttribute('src'))
        return new Promise<void>((resolve) => {
          settle[script.id] = resolve
        })
    }
    order.run(script, start, () => fetched.push(script.id))
  }
  return settle
}

/** Lets promises be heard, and scripts settle one after the other. */
async function until(settle: Record<string, () => void>, ...names: readonly string[]): Promise<void> {
  for (const name of [...names, '']) {
    await new Promise((resolve) => setTimeout(resolve))
    settle[name]?.()
  }
}

describe('scripts that stood in the page', () => {
  it('run where they stand, then the deferred ones and modules, each in the page’s order', async () => {
    const settle = run(
      scriptOrder(page),
      stand(
        'd src defer',
        'm data-type=module',
        'i',
        'e src',
        'async src async',
        'j defer async',
        'n src data-type=module',
      ),
    )
    expect(ran).toEqual(['async'])
    await until(settle)
    expect(ran).toEqual(['async', 'i', 'e'])
    await until(settle, 'e', 'd', 'n')
    expect(ran).toEqual(['async', 'i', 'e', 'j', 'd', 'm', 'n'])
  })

  it('are fetched ahead while they wait, as a browser does', async () => {
    run(scriptOrder(page), stand('a src', 'b src', 'free src async', 'c src data-type=module'))
    expect(fetched).toEqual(['b', 'c'])
  })

  it('do not stop for one that throws or fails', async () => {
    const order = scriptOrder(page)
    const scripts = stand('a', 'b src', 'c async src', 'd src defer', 'e')
    order.meet(scripts)
    const fails = [
      () => {
        throw new TypeError('refused')
      },
      () => Promise.reject(new Error('refused')),
    ]
    for (const [index, script] of scripts.entries()) {
      const start = () => {
        ran.push(script.id)
        return fails[index % 2]?.()
      }
      order.run(script, start, () => {})
    }
    await until({})
    expect(ran).toEqual(['c', 'a', 'b', 'e', 'd'])
  })

  it('wait for the whole page where they are deferred, and only there', async () => {
    page.readyState = 'loading'
    const order = scriptOrder(page)
    const first = run(order, stand('d src defer', 'm src data-type=module', 'i', 'a src async'))
    await until(first)
    expect(ran).toEqual(['a', 'i'])
    // The parser comes on.
    run(order, stand('j'))
    await until(first)
    expect(ran).toEqual(['a', 'i', 'j'])
    page.readyState = 'interactive'
    page.dispatchEvent(new Event('DOMContentLoaded'))
    await until(first, 'd', 'm')
    expect(ran).toEqual(['a', 'i', 'j', 'd', 'm'])
  })
})

describe('scripts that a page adds later', () => {
  it('do not wait for those of the page, and keep their own order', async () => {
    const order = scriptOrder(page)
    run(order, stand('hangs src', 'behind'))
    const settle = run(order, stand('x src', 'y'))
    await until(settle, 'x')
    expect(ran).toEqual(['hangs', 'x', 'y'])
  })

  it('are told from those that the parser was still bringing', async () => {
    page.readyState = 'loading'
    const order = scriptOrder(page)
    const settle = run(order, stand('slow src'))
    page.readyState = 'interactive'
    run(order, stand('last of the page'))
    run(order, stand('added'))
    await until(settle)
    expect(ran).toEqual(['slow', 'added'])
    await until(settle, 'slow')
    expect(ran).toEqual(['slow', 'added', 'last'])
  })
})
