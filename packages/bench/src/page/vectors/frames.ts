import type { Address, Vector } from '../vector.ts'
import { add } from './make.ts'

/** Same-origin frames bring natives of their own, which nobody has touched yet. */
export function frames(): readonly Vector[] {
  const fresh = ({ into }: Address) => add(into, 'iframe', {}).contentWindow as Window & typeof globalThis // it is in the page
  return [
    {
      id: 'iframe-srcdoc',
      fire: ({ url, into }) => add(into, 'iframe', { srcdoc: `<img src="${url('svg')}" alt="">` }),
    },
    {
      id: 'iframe-srcdoc-script',
      fire: ({ url, into }) => add(into, 'iframe', { srcdoc: `<script>fetch("${url('json')}")</script>` }),
    },
    { id: 'frame-fetch', fire: (at) => fresh(at).fetch(at.url('json')) },
    {
      id: 'frame-image',
      fire(at) {
        ;new (fresh(at).Image)().src = at.url('svg')
      },
    },
    {
      id: 'frame-xhr',
      fire(at) {
        const request = new (fresh(at).XMLHttpRequest)()
        request.open('GET', at.url('json'))
        request.send()
      },
    },
    { id: 'frame-beacon', fire: (at) => void fresh(at).navigator.sendBeacon(at.url('json'), 'a') },
    {
      id: 'frame-index',
      fire(at) {
        add(at.into, 'iframe', {})
        return (window[window.length - 1] as Window & typeof globalThis).fetch(at.url('json')) // the frame just made
      },
    },
    {
      id: 'frame-element',
      fire(at) {
        const { document: inside } = fresh(at)
        inside.body.append(Object.assign(inside.createElement('img'), { src: at.url('svg') }))
      },
    },
    {
      id: 'frame-document-write',
      fire(at) {
        const { document: inside } = fresh(at)
        inside.open()
        inside.write(`<img src="${at.url('svg')}" alt="">`)
        inside.close()
      },
    },
    {
      id: 'frame-inner-html',
      fire(at) {
        add(at.into, 'div', {}).innerHTML = '<iframe></iframe>'
        const frame = at.into.lastElementChild?.firstElementChild as HTMLIFrameElement // written in the line above
        return (frame.contentWindow as Window & typeof globalThis).fetch(at.url('json'))
      },
    },
    {
      id: 'frame-location',
      fire(at) {
        fresh(at).location.href = at.url('html')
      },
    },
    {
      id: 'frame-location-replace',
      fire: (at) => fresh(at).location.replace(at.url('html')),
    },
    {
      id: 'window-open-frame',
      fire(at) {
        const name = `lab-${Math.random()}`
        add(at.into, 'iframe', { name })
        window.open(at.url('html'), name)
      },
    },
  ]
}
