import { room } from '../art/scene.ts'
import { products, rooms } from '../catalogue.ts'
import { html } from '../html.ts'
import { link, type Page, type Visit } from '../layout.ts'
import { card, illustration } from './parts.ts'

export function home(visit: Visit): Page {
  const { words: w } = visit
  return {
    title: w.tagline,
    body: html`
<section class="hero">
  <div class="say">
    <h1>${w.heroTitle}</h1>
    <p>${w.heroText}</p>
    <p class="actions"><a class="button" href="${link(visit, '/furniture')}">${w.heroAction}</a> <a class="quiet" href="#values">${w.heroSecond}</a></p>
  </div>
  ${room('')}
</section>
<section>
  <div class="heading"><h2>${w.favourites}</h2><a class="quiet" href="${link(visit, '/furniture')}">${w.seeAll}</a></div>
  <ul class="grid">${products.slice(0, 4).map((product) => card(visit, product))}</ul>
</section>
<section id="values" class="values">${w.values.map(([title, text]) => html`<div><h2>${title}</h2><p>${text}</p></div>`)}</section>
<section>
  <div class="heading"><h2>${w.byRoom}</h2></div>
  <ul class="rooms">${rooms.map((id) => {
    const first = products.find((product) => product.room === id)
    return html`<li><a href="${link(visit, '/furniture')}?room=${id}">${first && illustration(first.slug)}<span>${w.room[id]}</span></a></li>`
  })}</ul>
</section>`,
  }
}
