import type { Line } from '../cart.ts'
import { html } from '../html.ts'
import { link, type Page, type Visit } from '../layout.ts'
import { money } from '../words.ts'
import { illustration, sums } from './parts.ts'

export function cartPage(visit: Visit, lines: readonly Line[]): Page {
  const { words: w } = visit
  const here = link(visit, '/cart')
  if (lines.length === 0) {
    return {
      title: w.cart,
      body: html`<h1>${w.cart}</h1><p class="lead">${w.emptyCart}</p><p><a class="button" href="${link(visit, '/furniture')}">${w.goOn}</a></p>`,
    }
  }
  return {
    title: w.cart,
    body: html`<h1>${w.cart}</h1>
<div class="basket">
<ul class="lines">${lines.map(
      ({ product, count }) => html`<li>
  ${illustration(product.slug)}
  <div><h2><a href="${link(visit, `/furniture/${product.slug}`)}">${product.name}</a></h2><p>${product.kind[w.lang]}</p>
    <form method="post" action="${here}"><input type="hidden" name="slug" value="${product.slug}">
      <label class="field">${w.quantity} <input type="number" name="count" value="${count}" min="0" max="20" inputmode="numeric"></label>
      <button class="quiet">${w.update}</button>
      <button class="quiet" name="remove" value="1">${w.remove}<span class="hidden"> ${product.name}</span></button></form></div>
  <p class="price">${money(product.price * count, w.lang)}</p>
</li>`,
    )}</ul>
<aside>${sums(visit, lines)}<p><a class="button wide" href="${link(visit, '/checkout')}">${w.toCheckout}</a></p><p><a class="quiet" href="${link(visit, '/furniture')}">${w.goOn}</a></p></aside>
</div>`,
  }
}
