import { picture } from '../art/scene.ts'
import type { Line } from '../cart.ts'
import { total } from '../cart.ts'
import type { Product } from '../catalogue.ts'
import { html, type Markup } from '../html.ts'
import { link, type Visit } from '../layout.ts'
import { money } from '../words.ts'

/** A picture that says nothing the text beside it does not say. */
export function illustration(slug: string): Markup {
  return picture(slug, '')
}

export function card(visit: Visit, product: Product): Markup {
  const { words: w } = visit
  const { slug, name, kind, room, material, price } = product
  return html`<li class="card" data-room="${room}" data-material="${material}" data-price="${price}">
  <a href="${link(visit, `/furniture/${slug}`)}">${illustration(slug)}<h3>${name}</h3></a>
  <p>${kind[w.lang]} · ${w.material[material]}</p>
  <p class="price">${money(price, w.lang)}</p>
</li>`
}

export function sums(visit: Visit, lines: readonly Line[]): Markup {
  const { words: w } = visit
  const sum = total(lines)
  return html`<dl class="sums">
  <div><dt>${w.shipping}</dt><dd>${sum >= 10_000 ? w.free : money(990, w.lang)}</dd></div>
  <div class="sum"><dt>${w.sum}</dt><dd>${money(sum >= 10_000 ? sum : sum + 990, w.lang)}</dd></div>
  <div><dt></dt><dd class="small">${w.price}</dd></div>
</dl>`
}
