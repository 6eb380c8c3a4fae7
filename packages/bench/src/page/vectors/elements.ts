import type { Vector } from '../vector.ts'
import { add, link, make, svg } from './make.ts'

/** Elements that carry an address of something to load. */
export function elements(): readonly Vector[] {
  return [
    make('script', 'script', 'js', 'src'),
    { id: 'service-script', fire: ({ ofService, into }) => add(into, 'script', { src: ofService('js') }) },
    {
      id: 'script-module',
      fire: ({ url, into }) => add(into, 'script', { type: 'module', src: url('js') }),
    },
    {
      id: 'script-late-src',
      fire({ url, into }) {
        const script = into.appendChild(document.createElement('script'))
        script.src = url('js')
      },
    },
    make('iframe', 'iframe', 'html', 'src'),
    {
      id: 'iframe-late-src',
      fire({ url, into }) {
        const frame = into.appendChild(document.createElement('iframe'))
        frame.src = url('html')
      },
    },
    make('embed', 'embed', 'html', 'src'),
    make('object', 'object', 'html', 'data'),
    { id: 'link-stylesheet', fire: (at) => link({ rel: 'stylesheet', href: at.url('css') }) },
    { id: 'link-preload', fire: (at) => link({ rel: 'preload', as: 'script', href: at.url('js') }) },
    {
      id: 'link-preload-srcset',
      fire: (at) => link({ rel: 'preload', as: 'image', imageSrcset: `${at.url('svg')} 1x` }),
    },
    { id: 'link-prefetch', fire: (at) => link({ rel: 'prefetch', href: at.url('js') }) },
    { id: 'link-modulepreload', fire: (at) => link({ rel: 'modulepreload', href: at.url('js') }) },
    {
      id: 'link-preconnect',
      seenAs: 'connection',
      fire: (at) => link({ rel: 'preconnect', href: at.origin }),
    },
    {
      id: 'link-dns-prefetch',
      seenAs: 'connection',
      fire: (at) => link({ rel: 'dns-prefetch', href: at.origin }),
    },
    {
      id: 'speculation-rules',
      fire({ url, into }) {
        const script = document.createElement('script')
        script.type = 'speculationrules'
        script.textContent = JSON.stringify({ prefetch: [{ urls: [url('html')], eagerness: 'immediate' }] })
        into.append(script)
      },
    },
    {
      id: 'svg-image',
      fire: ({ url, into }) => into.append(svg('image', 'href', url('svg'))),
    },
    {
      id: 'svg-image-xlink',
      fire({ url, into }) {
        const drawing = svg('image')
        drawing.firstElementChild?.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', url('svg'))
        into.append(drawing)
      },
    },
    {
      id: 'svg-image-base-value',
      fire({ url, into }) {
        const drawing = into.appendChild(svg('image', 'href', 'data:,'))
        const image = drawing.firstElementChild as SVGImageElement // made in the line above
        image.href.baseVal = url('svg')
      },
    },
    { id: 'svg-mask', fire: ({ url, into }) => into.append(svg('rect', 'mask', `url("${url('svg')}#a")`)) },
    { id: 'svg-fill', fire: ({ url, into }) => into.append(svg('rect', 'fill', `url("${url('svg')}#a")`)) },
    {
      id: 'svg-set',
      fire({ url, into }) {
        const drawing = svg('image', 'href', 'data:,')
        const change = document.createElementNS(drawing.namespaceURI, 'set')
        change.setAttribute('attributeName', 'href')
        change.setAttribute('to', url('svg'))
        drawing.firstElementChild?.append(change)
        into.append(drawing)
      },
    },
    { id: 'svg-use', fire: ({ url, into }) => into.append(svg('use', 'href', `${url('svg')}#a`)) },
    { id: 'svg-script', fire: ({ url, into }) => into.append(svg('script', 'href', url('js'))) },
    {
      id: 'input-image',
      fire: ({ url, into }) => add(into, 'input', { type: 'image', src: url('svg') }),
    },
    {
      id: 'body-background',
      fire({ url }) {
        const body: Partial<HTMLBodyElement> = document.body // a page's body, not a frameset's
        body.background = url('svg')
      },
    },
  ]
}
