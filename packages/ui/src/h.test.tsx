/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */
import { beforeEach, describe, expect, it } from 'vitest'
import { Fragment, h, render } from './h.ts'

let root: HTMLElement
beforeEach(() => {
  root = document.createElement('div')
})

describe('render', () => {
  it('keeps an element that fits, and changes what differs', () => {
    render(
      <p class="a" title="x">
        one
      </p>,
      root,
    )
    const first = root.firstChild
    render(<p class="b">two</p>, root)
    expect(root.firstChild).toBe(first)
    expect(root.querySelector('p')?.hasAttribute('title')).toBe(false)
    expect(root.textContent).toBe('two')
    expect(root.querySelector('p')?.className).toBe('b')
  })

  it.each([
    ['another tag', <b key="1">x</b>],
    ['another key', <p key="2">x</p>],
  ])('makes a new element for %s', (_, other) => {
    render(<p key="1">x</p>, root)
    const first = root.firstChild
    render(other, root)
    expect(root.firstChild).not.toBe(first)
    expect(root.childNodes).toHaveLength(1)
  })

  it('finds the neighbours of what comes and goes', () => {
    const page = (shown: boolean) => (
      <>
        {shown && <p>now and then</p>}
        <input class="kept" />
      </>
    )
    render(page(false), root)
    const kept = root.querySelector('.kept')
    for (const shown of [true, false, true]) {
      render(page(shown), root)
      expect(root.querySelector('.kept')).toBe(kept)
      expect(root.querySelectorAll('p')).toHaveLength(shown ? 1 : 0)
    }
  })

  it('takes text as text, in children and in attributes (B1, B2)', () => {
    const foreign = '<img src=x onerror=alert(1)>'
    render(<p title={foreign}>{foreign}</p>, root)
    expect(root.querySelector('img')).toBeNull()
    expect(root.textContent).toBe(foreign)
  })

  it('does not draw false, true, null and undefined', () => {
    render([false, true, null, undefined, 'x'], root)
    expect(root.textContent).toBe('x')
  })

  it('sets a switch and where it stood at first', () => {
    render(<input type="checkbox" defaultChecked={false} checked={true} disabled={true} />, root)
    const input = root.querySelector('input')
    expect([input?.checked, input?.defaultChecked, input?.disabled]).toEqual([true, false, true])
  })

  it('replaces handlers instead of adding them', () => {
    const heard: string[] = []
    for (const name of ['first', 'second'])
      render(<button type="button" onclick={() => void heard.push(name)} />, root)
    root.querySelector('button')?.click()
    expect(heard).toEqual(['second'])
  })

  it('calls a ref once, when everything stands', () => {
    const seen: string[] = []
    const page = () => (
      <p ref={({ textContent }) => void seen.push(textContent ?? '')}>
        <b>whole</b>
      </p>
    )
    render(page(), root)
    render(page(), root)
    expect(seen).toEqual(['whole'])
  })

  it('makes SVG elements inside an svg', () => {
    render(
      <svg viewBox="0 0 1 1" aria-hidden="true">
        <path d="M0 0" />
      </svg>,
      root,
    )
    expect(root.querySelector('path')?.namespaceURI).toBe('http://www.w3.org/2000/svg')
    expect(root.querySelector('svg')?.getAttribute('viewBox')).toBe('0 0 1 1')
  })
})
