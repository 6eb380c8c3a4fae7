import { html } from 'hono/html'

/**
 * Every page is made with hono's `html`, which escapes whatever is put into it: leaving something unescaped takes the
 * word `raw`, and this folder has it in one place, for our own style and script (threat model H1). Values stand
 * between tags or in quoted attributes, never in a tag's name, a style or a script.
 */
export { html }

export type Html = ReturnType<typeof html>

/** A text that somebody else wrote. Letters that run the other way, or marks that turn it, stay within. */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`
}
