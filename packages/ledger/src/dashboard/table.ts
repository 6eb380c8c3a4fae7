import { type Html, html } from './html.ts'

export interface TableOptions {
  readonly caption: string
  readonly head: readonly string[]
  /** Cells; the first of each row is its heading. */
  readonly rows: readonly (readonly Html[])[]
  /** All columns but the first hold numbers. @default false */
  readonly numbers?: boolean | undefined
}

/** A table that scrolls by itself where it is wider than the screen, with the keyboard too. */
export function table({ caption, head, rows, numbers = false }: TableOptions): Html {
  const kind = (index: number) => (numbers && index > 0 ? 'num' : '')
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${head.map((title, index) => html`<th scope="col" class="${kind(index)}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, index) =>
        index === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${kind(index)}">${cell}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`
}
