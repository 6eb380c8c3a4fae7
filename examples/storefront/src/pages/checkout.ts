import type { Line } from '../cart.ts'
import { html, type Markup } from '../html.ts'
import { link, type Page, type Visit } from '../layout.ts'
import { money } from '../words.ts'
import { sums } from './parts.ts'

export function checkout(visit: Visit, lines: readonly Line[]): Page {
  const { words: w } = visit
  return {
    title: w.checkout,
    body: html`<h1>${w.checkout}</h1><p class="note">${w.demo}</p>
<form method="post" action="${link(visit, '/checkout')}" class="basket">
<div class="steps">
  <fieldset><legend>${w.contact}</legend>${field(w.email, 'email', 'email', 'email')}</fieldset>
  <fieldset><legend>${w.address}</legend>${field(w.name, 'name', 'text', 'name')}${field(w.street, 'street', 'text', 'street-address')}
    <div class="pair">${field(w.postcode, 'postcode', 'text', 'postal-code')}${field(w.city, 'city', 'text', 'address-level2')}</div></fieldset>
  <fieldset><legend>${w.payment}</legend>
    <label><input type="radio" name="pay" value="invoice" checked> ${w.invoice}</label>
    <label><input type="radio" name="pay" value="transfer"> ${w.transfer}</label></fieldset>
</div>
<aside><h2>${w.yourOrder}</h2><ul class="short">${lines.map(({ product, count }) => html`<li><span>${count} × ${product.name}</span><span>${money(product.price * count, w.lang)}</span></li>`)}</ul>${sums(visit, lines)}<button class="button wide">${w.order}</button></aside>
</form>`,
  }
}

export function confirmation(visit: Visit, number: string): Page {
  const { words: w } = visit
  return {
    title: w.thanks,
    body: html`<div class="thanks"><h1>${w.thanks}</h1><p class="lead">${w.thanksText}</p><p>${w.orderNumber}: <b data-order>${number}</b></p><p class="note">${w.demo}</p><p><a class="button" href="${link(visit, '/')}">${w.goOn}</a></p></div>`,
  }
}

function field(label: string, name: string, type: string, autocomplete: string): Markup {
  return html`<label class="field">${label} <input name="${name}" type="${type}" autocomplete="${autocomplete}"></label>`
}
