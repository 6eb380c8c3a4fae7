import { matching, materials, products, rooms } from '../catalogue.ts'
import { html, type Markup } from '../html.ts'
import { link, type Page, type Visit } from '../layout.ts'
import { money } from '../words.ts'
import { card } from './parts.ts'

const steps = [20_000, 50_000, 100_000]

/** Works as a plain form; `shop.js` filters in place where scripts run. */
export function category(visit: Visit): Page {
  const { words: w, query } = visit
  const upTo = Number(query.get('upTo')) || undefined
  const filter = { rooms: query.getAll('room'), materials: query.getAll('material'), upTo }
  const shown = new Set(matching(filter))
  const here = link(visit, '/furniture')
  const only = filter.rooms.length === 1 ? rooms.find((room) => room === filter.rooms[0]) : undefined
  return {
    title: only ? w.room[only] : w.furniture,
    body: html`
<h1>${only ? w.room[only] : w.furniture}</h1>
<div class="category">
<form class="filters" action="${here}" data-filters>
  <h2>${w.filters}</h2>
  ${boxes(w.rooms, 'room', rooms, w.room, filter.rooms)}
  ${boxes(w.materials, 'material', materials, w.material, filter.materials)}
  <label class="field">${w.upTo} <select name="upTo">
    <option value="">${w.any}</option>
    ${steps.map((step) => html`<option value="${step}"${step === upTo && html` selected`}>${money(step, w.lang)}</option>`)}
  </select></label>
  <p class="actions"><button class="button">${w.apply}</button> <a class="quiet" href="${here}">${w.reset}</a></p>
</form>
<div>
  <p class="found" role="status" data-found data-one="${w.found(1)}" data-many="${w.found(0)}">${w.found(shown.size)}</p>
  <ul class="grid" data-products>${products.map((product) => hiddenUnless(shown.has(product), card(visit, product)))}</ul>
  <p data-none${shown.size > 0 && html` hidden`}>${w.none}</p>
</div>
</div>`,
  }
}

function boxes<Id extends string>(
  legend: string,
  name: string,
  ids: readonly Id[],
  labels: Readonly<Record<Id, string>>,
  chosen: readonly string[],
): Markup {
  return html`<fieldset><legend>${legend}</legend>${ids.map(
    (id) =>
      html`<label><input type="checkbox" name="${name}" value="${id}"${chosen.includes(id) && html` checked`}> ${labels[id]}</label>`,
  )}</fieldset>`
}

function hiddenUnless(shown: boolean, { markup }: Markup): Markup {
  return { markup: shown ? markup : markup.replace('<li ', '<li hidden ') }
}
