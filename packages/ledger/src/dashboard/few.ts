import { STEP } from '../counts/shown.ts'
import { type Html, html } from './html.ts'

/** What stands in the place of a list of which nothing may be shown. */
export function few(what: string): Html {
  return html`<p class="soft">No ${what} has come to ${STEP} in this period yet. Choose a longer one, or come back later.</p>`
}
