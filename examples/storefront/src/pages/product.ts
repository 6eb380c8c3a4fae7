import { star } from '../art/marks.ts'
import { picture } from '../art/scene.ts'
import { type Product, products } from '../catalogue.ts'
import { html } from '../html.ts'
import { link, type Page, type Visit } from '../layout.ts'
import { reviews } from '../reviews.ts'
import { money } from '../words.ts'
import { card } from './parts.ts'

export function productPage(visit: Visit, product: Product): Page {
  const { words: w } = visit
  const { slug, name, kind, text, size, material, price, video } = product
  return {
    title: `${name}, ${kind[w.lang]}`,
    body: html`
<nav class="crumbs" aria-label="${w.home}"><a href="${link(visit, '/')}">${w.home}</a> <a href="${link(visit, '/furniture')}">${w.furniture}</a> <a href="${link(visit, '/furniture')}?room=${product.room}">${w.room[product.room]}</a></nav>
<article class="product">
  ${picture(slug, `${name}, ${kind[w.lang]}`)}
  <div>
    <p class="kind">${kind[w.lang]}</p>
    <h1>${name}</h1>
    <p class="stars" role="img" aria-label="${w.stars(5)}">${[1, 2, 3, 4, 5].map(() => star)}</p>
    <p class="lead">${text[w.lang]}</p>
    <p class="price big">${money(price, w.lang)} <span class="small">${w.price}</span></p>
    <form method="post" action="${link(visit, '/cart')}" class="buy">
      <input type="hidden" name="slug" value="${slug}"><input type="hidden" name="add" value="1">
      <label class="field">${w.quantity} <input type="number" name="count" value="1" min="1" max="20" inputmode="numeric"></label>
      <button class="button" data-add>${w.add}</button>
    </form>
    <dl class="facts">
      <div><dt>${w.size}</dt><dd>${size}</dd></div>
      <div><dt>${w.madeOf}</dt><dd>${w.material[material]}</dd></div>
      <div><dt>${w.delivery}</dt><dd>${w.deliveryText}</dd></div>
    </dl>
  </div>
</article>
${
  video &&
  html`<section class="film"><h2>${w.seeIt}</h2>
  <iframe data-purpose="video" data-src="https://www.youtube-nocookie.com/embed/${video}" title="${w.videoTitle(name)}" width="960" height="540" allow="fullscreen; picture-in-picture" loading="lazy"></iframe></section>`
}
<section><h2>${w.reviews}</h2><ul class="reviews">${reviews.map(
      ({ who, stars, text: said }) =>
        html`<li><p class="stars" role="img" aria-label="${w.stars(stars)}">${Array.from({ length: stars }, () => star)}</p><blockquote>${said[w.lang]}</blockquote><p class="small">${who}</p></li>`,
    )}</ul></section>
<section><div class="heading"><h2>${w.related}</h2></div><ul class="grid">${products
      .filter((other) => other !== product && other.room !== product.room)
      .slice(0, 4)
      .map((other) => card(visit, other))}</ul></section>`,
  }
}
