/** Text that is HTML already. Only `html` and `raw` make it. */
export interface Markup {
  readonly markup: string
}

export type Part = Markup | string | number | false | null | undefined | readonly Part[]

/** Writes a template; whatever is not markup is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, string, index) => text + written(parts[index - 1]) + string) }
}

/** Takes a string as HTML: for files of ours, never for what came with a request. */
export function raw(markup: string): Markup {
  return { markup }
}

function written(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'markup' in part ? part.markup : part.map(written).join('')
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
