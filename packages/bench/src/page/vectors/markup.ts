import type { Address, Vector } from '../vector.ts'
import { add } from './make.ts'

/** Markup as text, and nodes that were parsed elsewhere. */
export function markup(): readonly Vector[] {
  const img = (at: Address) => `<img src="${at.url('svg')}" alt="">`
  return [
    {
      id: 'inner-html',
      fire(at) {
        add(at.into, 'div', {}).innerHTML = img(at)
      },
    },
    {
      id: 'inner-html-iframe',
      fire(at) {
        add(at.into, 'div', {}).innerHTML = `<iframe src="${at.url('html')}"></iframe>`
      },
    },
    {
      id: 'inner-html-onerror',
      fire(at) {
        const code = `new Image().src='${at.url('svg')}'`
        add(at.into, 'div', {}).innerHTML = `<img src="data:," onerror="${code}" alt="">`
      },
    },
    {
      id: 'inner-html-style',
      fire(at) {
        add(at.into, 'div', {}).innerHTML = `<p style="background: url('${at.url('svg')}')">box</p>`
      },
    },
    {
      id: 'inner-html-svg',
      fire(at) {
        add(at.into, 'div', {}).innerHTML = `<svg><image href="${at.url('svg')}" width="9" height="9"/></svg>`
      },
    },
    {
      id: 'inner-html-detached',
      fire(at) {
        document.createElement('div').innerHTML = img(at)
      },
    },
    {
      id: 'outer-html',
      fire(at) {
        add(at.into, 'div', {}).outerHTML = img(at)
      },
    },
    { id: 'insert-adjacent-html', fire: (at) => at.into.insertAdjacentHTML('beforeend', img(at)) },
    {
      id: 'shadow-inner-html',
      fire(at) {
        add(at.into, 'div', {}).attachShadow({ mode: 'closed' }).innerHTML = img(at)
      },
    },
    {
      id: 'set-html-unsafe',
      fire: (at) => add(at.into, 'div', {}).setHTMLUnsafe(img(at)),
    },
    {
      id: 'contextual-fragment',
      fire: (at) => at.into.append(document.createRange().createContextualFragment(img(at))),
    },
    {
      id: 'contextual-fragment-script',
      fire: (at) =>
        at.into.append(
          document.createRange().createContextualFragment(`<script src="${at.url('js')}"></script>`),
        ),
    },
    {
      id: 'template-clone',
      fire(at) {
        const template = document.createElement('template')
        template.innerHTML = img(at)
        at.into.append(template.content.cloneNode(true))
      },
    },
    {
      id: 'template-import-node',
      fire(at) {
        const template = document.createElement('template')
        template.innerHTML = `<iframe src="${at.url('html')}"></iframe>`
        at.into.append(document.importNode(template.content, true))
      },
    },
    {
      id: 'dom-parser-adopt',
      fire(at) {
        const parsed = new DOMParser().parseFromString(img(at), 'text/html')
        at.into.append(document.adoptNode(parsed.body.firstElementChild ?? parsed.body))
      },
    },
    {
      id: 'dom-parser-append',
      fire(at) {
        const parsed = new DOMParser().parseFromString(
          `<iframe src="${at.url('html')}"></iframe>`,
          'text/html',
        )
        at.into.append(...parsed.body.childNodes)
      },
    },
    {
      id: 'moved-from-document',
      fire(at) {
        const other = document.implementation.createHTMLDocument('')
        const script = other.createElement('script')
        script.src = at.url('js')
        at.into.append(script)
      },
    },
  ]
}
