import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deny, freshPage, grant, leavePage, nextPaint, problemList, readyStore, settled } from './fakes.ts'
import { type MarkupOptions, markup } from './markup.ts'
import type { Service } from './service.ts'

const joined: (() => void)[] = []
beforeEach(() => {
  freshPage()
})
afterEach(() => {
  for (const leave of joined.splice(0)) leave()
  leavePage()
})

const services: readonly Service[] = [{ id: 'video', needs: 'video', hosts: ['*.video.example'] }]

function page(html: string, options: Partial<MarkupOptions> = {}) {
  document.body.innerHTML = html
  const problems = problemList()
  const store = readyStore('analytics', 'video')
  const leave = markup({ services, nonce: 'n0nce', report: problems.report, ...options })(store)
  joined.push(() => leave?.())
  return { store, problems: problems.all }
}

function frame(): HTMLIFrameElement {
  const found = document.querySelector('iframe')
  if (!found) throw new Error('no frame')
  return found
}

const written = (attributes = '') =>
  `<latchkey-placeholder purpose="video" src="https://a.video.example/1" title="A chair" ${attributes}></latchkey-placeholder>`

describe('<latchkey-placeholder>', () => {
  it('becomes a marked frame that waits, with the title, opens with the grant and is emptied with the refusal', async () => {
    const { store, problems } = page(written())
    expect(frame().parentElement?.localName).toBe('latchkey-placeholder')
    expect(frame().title).toBe('A chair')
    expect(frame().dataset.latchkeyWaits).toBe('video')
    expect(frame().hasAttribute('src')).toBe(false)
    grant(store, 'video')
    await nextPaint()
    expect(frame().getAttribute('src')).toBe('https://a.video.example/1')
    deny(store, 'video')
    expect(frame().hasAttribute('src')).toBe(false)
    expect(document.querySelectorAll('iframe')).toHaveLength(1)
    expect(problems).toEqual([])
  })

  it.each([
    ['a host that the site does not name', written().replace('a.video.example', 'evil.example'), 'C202'],
    [
      'an address that is none',
      written().replace('https://a.video.example/1', 'javascript:alert(1)'),
      'C203',
    ],
    ['a purpose that is none', written().replace('"video"', '"vidoe"'), 'C201'],
  ])('opens nothing for %s (B3)', async (_, html, code) => {
    const { store, problems } = page(html)
    grant(store, 'video')
    await nextPaint()
    expect(frame().hasAttribute('src')).toBe(false)
    expect(frame().dataset.latchkeyWaits).toBeUndefined()
    expect(problems.map((problem) => problem.code)).toEqual([code])
  })

  it.each([
    ['n0nce', true],
    ['other', false],
  ])('is vouched for by the page’s nonce, and by no other: %s', async (nonce, opens) => {
    const { store } = page('')
    document.body.innerHTML = written().replace('a.video.example', 'films.example')
    const host = document.querySelector<HTMLElement>('latchkey-placeholder')
    if (host) host.nonce = nonce
    await settled()
    grant(store, 'video')
    await nextPaint()
    expect(frame().hasAttribute('src')).toBe(opens)
  })

  it('carries over what a frame is set up with, and nothing that runs (B3)', () => {
    page(
      written(
        'allow="fullscreen" allowfullscreen sandbox="allow-scripts" onload="alert(1)" srcdoc="<p>" style="x" name="x"',
      ),
    )
    expect(frame().getAttributeNames().sort()).toEqual([
      'allow',
      'allowfullscreen',
      'data-latchkey-waits',
      'data-purpose',
      'data-src',
      'sandbox',
      'style',
      'title',
    ])
  })

  it.each([
    ['', '16 / 9'],
    ['ratio="4 / 3"', '4 / 3'],
  ])('keeps its box: %j', (attribute, ratio) => {
    page(written(attribute))
    expect(frame().style.aspectRatio).toBe(ratio)
    expect(frame().style.width).toBe('100%')
  })

  it('that comes later, is changed or is emptied by a framework is filled again, with one frame', async () => {
    page('')
    document.body.innerHTML = written()
    await settled()
    const first = frame()
    const host = document.querySelector('latchkey-placeholder')
    host?.setAttribute('src', 'https://b.video.example/2')
    host?.setAttribute('title', 'A table')
    await settled()
    expect([frame().dataset.src, frame().title]).toEqual(['https://b.video.example/2', 'A table'])
    host?.replaceChildren()
    await settled()
    expect(frame()).toBe(first)
    expect(document.querySelectorAll('iframe')).toHaveLength(1)
  })

  it('without an address is not ours to fill', () => {
    page('<latchkey-placeholder></latchkey-placeholder>')
    expect(document.querySelector('iframe')).toBeNull()
  })
})
