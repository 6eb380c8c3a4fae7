import type { VerifierKey } from '@latchkey/log'
import { type Context, Hono } from 'hono'
import { noteAccess } from '../access/note-access.ts'
import type { Holder } from '../access/tokens.ts'
import type { LedgerEvent, Peer } from '../create-ledger.ts'
import type { Controller } from '../export/formats/controller.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { KeptCheckpoint } from '../log/kept-checkpoint.ts'
import type { Head, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import type { Delivery } from './delivery-watch.ts'
import { type Html, html } from './html.ts'
import { answerPage, type PageOptions, type Who } from './page.ts'
import { type Place, places, placesOf } from './places.ts'
import { readForm } from './read-form.ts'
import { isSameOrigin } from './same-origin.ts'
import type { Seal } from './seal.ts'
import { type Session, sessions } from './session.ts'

export type Env = { Bindings: { peer: Peer } }

export interface DashboardOptions {
  readonly base: string
  readonly read: LogReader
  readonly queue: CommitQueue
  readonly verifier: VerifierKey
  readonly vault: Vault
  readonly kept?: KeptCheckpoint | undefined
  /** Static facts for exports. */
  readonly controller: Controller | null
  readonly seal: Seal
  readonly holderOf: (token: string | null) => Promise<Holder | null>
  readonly holderOfHash: (hash: string) => Promise<Holder | null>
  /** Seconds that this client has to wait; 0: none. */
  readonly limit: (context: Context<Env>) => number
  /** What came in lately, in this process. */
  readonly delivery: () => Delivery
  readonly now: () => number
  readonly random: (length: number) => Uint8Array
  readonly onEvent: (event: LedgerEvent) => void
}

type Get = (context: Context<Env>, session: Session) => Promise<Response>
type Post = (
  context: Context<Env>,
  session: Session,
  fields: ReadonlyMap<string, string>,
) => Promise<Response>
type Shown = Omit<PageOptions, 'base' | 'places' | 'who'>

/** What the pages share: who is there, whether they may, and how a page is answered. */
export interface Desk extends DashboardOptions {
  readonly routes: Hono<Env>
  /** Serves a path to those who may go to this place; to others there is nothing (threat model F8, G7). */
  get(place: Place['path'], path: string, handler: Get): void
  /** The same for a form that changes something: it has to be one of ours (`SameSite`, origin and its own token). */
  post(place: Place['path'], path: string, handler: Post): void
  session(context: Context<Env>): Promise<Session | null>
  who(session: Session): Who
  answer(
    context: Context<Env>,
    session: Session,
    page: Shown,
    status?: 200 | 400 | 404 | 503,
  ): Promise<Response>
  /** «Not yours» and «not there» are one answer. */
  nothing(context: Context<Env>, session: Session): Promise<Response>
  /** Writes down that a privilege is used, before it is (threat model G6). The answer to give if that cannot be. */
  note(context: Context<Env>, session: Session, what: string, entries: number): Promise<Response | null>
  busy(context: Context<Env>, session: Session): Promise<Response>
  head(): Promise<Head>
  startSession(hash: string, secure: boolean): string
  endSession(): readonly string[]
}

const FORM = 'form'

export function createDesk(options: DashboardOptions): Desk {
  const { base, read, queue, seal, now } = options
  const routes = new Hono<Env>()
  const signedIn = sessions(options)
  const home = `${base}/`

  const mayGo = (session: Session, path: string) =>
    placesOf(session.holder).some((place) => place.path === path)
  const session = (context: Context<Env>) => signedIn.read(context.req.header('cookie'))
  const who = ({ holder, id }: Session): Who => ({ ...holder, formToken: seal.tag(FORM, id) })

  const answer: Desk['answer'] = (context, session, page, status = 200) =>
    answerPage(context, { base, places: placesOf(session.holder), who: who(session), ...page }, status)
  const sorry = (
    context: Context<Env>,
    session: Session,
    status: 400 | 404 | 503,
    title: string,
    body: Html,
  ) => answer(context, session, { title, body: html`<h1>${title}</h1>${body}` }, status)
  const nothing: Desk['nothing'] = (context, session) =>
    sorry(
      context,
      session,
      404,
      'Nothing here',
      html`<p>There is nothing at this address, or your token does not open it.</p><p><a href="${home}">Back to the first page</a></p>`,
    )
  const busy: Desk['busy'] = async (context, session) => {
    context.header('retry-after', '5')
    const words =
      'The ledger is busy or is stopping, and nothing was done. Wait a moment, then go back and try again.'
    return sorry(context, session, 503, 'Not now', html`<p>${words}</p>`)
  }

  return {
    ...options,
    routes,
    session,
    who,
    answer,
    nothing,
    busy,
    startSession: signedIn.start,
    endSession: signedIn.end,
    head: async () => (await read.head()) ?? queue.head(),
    async note(context, session, what, entries) {
      const done = await queue.run(noteAccess({ at: now(), who: session.holder.name, what, entries }))
      return done.ok ? null : busy(context, session)
    },
    get(place, path, handler) {
      expectPlace(place)
      routes.get(path, async (context) => {
        const who = await session(context)
        if (!who) return context.redirect(home, 303)
        return mayGo(who, place) ? handler(context, who) : nothing(context, who)
      })
    },
    post(place, path, handler) {
      expectPlace(place)
      routes.post(path, async (context) => {
        const who = await session(context)
        if (!who) return context.redirect(home, 303)
        if (!mayGo(who, place)) return nothing(context, who)
        // Whoever hangs up in the middle is answered like any form that cannot be read.
        const fields = await readForm(context.req.raw).catch(() => null)
        if (!isFromUs(context) || !seal.isTag(FORM, who.id, fields?.get('token') ?? '')) {
          return sorry(
            context,
            who,
            400,
            'Please try again',
            html`<p>This form was not sent by a page of this ledger, or has grown too old. Nothing was done.</p><p><a href="${home}">Back to the first page</a></p>`,
          )
        }
        return handler(context, who, fields ?? new Map())
      })
    },
  }
}

export function isFromUs(context: Context<Env>): boolean {
  const header = (name: string) => context.req.header(name)
  return isSameOrigin({
    origin: header('origin'),
    host: header('host') ?? new URL(context.req.url).host,
    site: header('sec-fetch-site'),
  })
}

function expectPlace(path: string): void {
  if (!places.some((place) => place.path === path)) throw new Error(`[ledger] dashboard: no place ${path}.`)
}
