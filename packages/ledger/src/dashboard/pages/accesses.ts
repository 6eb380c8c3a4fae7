import type { Desk } from '../desk.ts'
import { html } from '../html.ts'
import { table } from '../table.ts'
import { numberOf, timeInWords } from '../words.ts'

const MOST = 500

/** Who used a privilege, and when (threat model G6). It covers all tenants and names no shopper. */
export function accesses(desk: Desk): void {
  desk.get('/accesses', '/accesses', async (context, session) => {
    const list = await desk.read.accesses(MOST)
    const body = html`<h1>Log of accesses</h1>
<p>Everybody who read records, checked or exported the log, erased something or changed the tokens, newest first. It says who, when and how much, never whose records.</p>
${
  list.length === 0
    ? html`<p class="soft">Nobody has used a privilege yet. Whatever you find, export or erase is written down here.</p>`
    : table({
        caption: `The newest ${numberOf(list.length)}`,
        head: ['When', 'Token', 'What', 'Entries'],
        rows: list.map(({ at, who, what, entries }) => [
          html`${timeInWords(at)}`,
          html`<bdi>${who}</bdi>`,
          html`<bdi>${what}</bdi>`,
          html`${numberOf(entries)}`,
        ]),
      })
}`
    return desk.answer(context, session, { title: 'Accesses', here: '/accesses', body, wide: true })
  })
}
