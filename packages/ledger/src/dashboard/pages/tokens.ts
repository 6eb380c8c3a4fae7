import type { Context } from 'hono'
import { noteAccess } from '../../access/note-access.ts'
import { isRole, type Role } from '../../access/roles.ts'
import { type Holder, makeToken } from '../../access/tokens.ts'
import type { Job } from '../../log/commit-queue.ts'
import type { StoredToken } from '../../store/store.ts'
import type { Desk, Env } from '../desk.ts'
import { type Html, html } from '../html.ts'
import { formToken } from '../page.ts'
import { isTheirs } from '../places.ts'
import type { Session } from '../session.ts'
import { table } from '../table.ts'
import { dayInWords } from '../words.ts'

const DAY = 86_400_000
/** What `makeToken` takes. Asked before, since an error within a commit stops the ledger. */
const NAME = /^[\w .@-]{1,64}$/
const SITE = /^[^\p{Cc}\p{Cs}]{1,200}$/u

const roleWords: Readonly<Record<Role, string>> = {
  reader: 'Reader: sees the numbers, finds and exports records',
  auditor: 'Auditor: checks and exports the log, cannot open a record',
  dpo: 'Data protection officer: a reader who may erase',
  admin: 'Administrator: everything, these tokens too',
  append: 'Shop server: vouches for records that it sends; opens no page',
}

const lifetimes = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'One year'],
  ['', 'No end'],
] as const

/** Tokens: who may do what here. */
export function tokens(desk: Desk): void {
  const { read, now, queue, base } = desk
  const show = async (context: Context<Env>, session: Session, top: Html | null, status: 200 | 400 = 200) => {
    const list = (await read.tokens()).filter((token) => isWithin(session.holder, token))
    const body = html`<h1>Tokens</h1>
<p>A token is what people and programs sign in with. Give everybody one of their own, with no more rights than they need, so that the log of accesses says who did what. ${session.holder.sites === null ? 'The token in LATCHKEY_ADMIN_TOKEN, if there is one, is not in this list: it ends when the ledger starts without it.' : null}</p>
${top}
${list.length === 0 ? html`<p class="soft">There is no token yet. Make the first one below.</p>` : tokenTable(list, { base, session, who: desk.who(session), now: now() })}
<section class="card"><h2>Make a token</h2>${orderForm(desk, session)}</section>`
    return desk.answer(context, session, { title: 'Tokens', here: '/tokens', body, wide: true }, status)
  }

  desk.get('/tokens', '/tokens', (context, session) => show(context, session, null))

  desk.post('/tokens', '/tokens', async (context, session, fields) => {
    const order = readOrder(fields, session.holder, now())
    if (typeof order === 'string')
      return show(context, session, html`<div class="note bad" role="alert"><p>${order}</p></div>`, 400)
    const { holder } = session
    const done = await queue.run(
      noted(holder, now(), `made token ${order.name}`, async (commit) => {
        const token = await makeToken(commit.writer, order, now())
        return () => token
      }),
    )
    if (!done.ok) return desk.busy(context, session)
    return show(
      context,
      session,
      html`<div class="note" role="status"><p><strong>Here is the token for <bdi>${order.name}</bdi>. It is shown this once:</strong></p><pre class="code" id="new-token">${done.answer}</pre><p>Copy it now and hand it over on a safe way. The ledger keeps only a fingerprint of it, so nobody can show it again.</p></div>`,
    )
  })

  desk.post('/tokens', '/tokens/revoke', async (context, session, fields) => {
    const { holder } = session
    const stored = await read.token(fields.get('hash') ?? '')
    if (!stored || !isWithin(holder, stored)) return desk.nothing(context, session)
    const done = await queue.run(
      noted(holder, now(), `revoked token ${stored.name}`, async (commit) => {
        await commit.writer.removeToken(stored.hash)
        return () => {}
      }),
    )
    return done.ok ? context.redirect(`${base}/tokens`, 303) : desk.busy(context, session)
  })
}

/** Does something and writes down that it was done, in one commit. */
function noted<Answer>({ name }: Holder, at: number, what: string, job: Job<Answer>): Job<Answer> {
  const note = noteAccess({ at, who: name, what, entries: 0 })
  return async (commit) => {
    await note(commit)
    return job(commit)
  }
}

/** Whoever manages some sites sees and makes tokens of these sites alone (threat model F8). */
function isWithin(holder: Holder, { sites }: Pick<StoredToken, 'sites'>): boolean {
  return holder.sites === null || (sites?.every((site) => isTheirs(holder, site)) ?? false)
}

interface TableOptions {
  readonly base: string
  readonly session: Session
  readonly who: Parameters<typeof formToken>[0]
  readonly now: number
}

function tokenTable(list: readonly StoredToken[], { base, session, who, now }: TableOptions): Html {
  return table({
    caption: 'Tokens, oldest first (days in UTC)',
    head: ['Name', 'Role', 'Sites', 'Made', 'Ends', 'Revoke'],
    rows: list.map(({ hash, name, role, sites, created, expires }) => [
      html`<bdi>${name}</bdi>${hash === session.hash ? ' (yours)' : null}`,
      html`${role}`,
      html`<bdi>${sites ? sites.join(', ') : 'all'}</bdi>`,
      html`${dayInWords(created)}`,
      html`${expires === null ? 'never' : dayInWords(expires)}${expires !== null && expires <= now ? html` <span class="bad-word">over</span>` : null}`,
      html`<form method="post" action="${base}/tokens/revoke">${formToken(who)}<input type="hidden" name="hash" value="${hash}"><button class="quiet" aria-label="Revoke ${name}">Revoke</button></form>`,
    ]),
  })
}

function orderForm(desk: Desk, session: Session): Html {
  const { holder } = session
  return html`<form class="stack" method="post" action="${desk.base}/tokens">${formToken(desk.who(session))}
<div><label for="name">Name</label><input id="name" name="name" required maxlength="64" pattern="[\\w .@\\-]+" aria-describedby="name-hint"><p class="hint" id="name-hint">Who it is for: a person or a program. Letters, digits, spaces, . @ and -</p></div>
<div><label for="role">Role</label><select id="role" name="role">${Object.entries(roleWords).map(([role, words]) => html`<option value="${role}">${words}</option>`)}</select></div>
<div><label for="sites">Sites</label><input id="sites" name="sites" aria-describedby="sites-hint"${holder.sites ? html` required value="${holder.sites.join(', ')}"` : null}><p class="hint" id="sites-hint">${holder.sites ? 'One or more of your own' : 'Empty for all'}, with commas between</p></div>
<div><label for="days">Good for</label><select id="days" name="days">${lifetimes.map(([days, words]) => html`<option value="${days}">${words}</option>`)}</select></div>
<div><button>Make the token</button></div></form>`
}

interface Order {
  readonly name: string
  readonly role: Role
  readonly sites: readonly string[] | null
  readonly expires: number | null
}

/** What was ordered, or a sentence about what is wrong with it. */
function readOrder(fields: ReadonlyMap<string, string>, holder: Holder, now: number): Order | string {
  const field = (name: string) => fields.get(name)?.trim() ?? ''
  const [name, role, days] = [field('name'), field('role'), field('days')]
  const named = field('sites')
    .split(',')
    .map((site) => site.trim())
    .filter(Boolean)
  const sites = named.length ? [...new Set(named)] : null
  if (!NAME.test(name)) return 'The name may have 1 to 64 letters, digits, spaces, points, @ and hyphens.'
  if (!isRole(role)) return 'Choose one of the roles.'
  if (!lifetimes.some(([known]) => known === days)) return 'Choose how long it is good for.'
  if (sites?.some((site) => !SITE.test(site))) return 'The name of a site has at most 200 characters.'
  if (!isWithin(holder, { sites }))
    return 'You can make tokens for your own sites only. Name one or more of them.'
  return { name, role, sites, expires: days === '' ? null : now + Number(days) * DAY }
}
