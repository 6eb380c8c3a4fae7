import type { Context, Hono } from 'hono'
import { createDesk, type DashboardOptions, type Env } from './desk.ts'
import { accesses } from './pages/accesses.ts'
import { delivery } from './pages/delivery.ts'
import { erasure } from './pages/erasure.ts'
import { exporting } from './pages/exporting.ts'
import { find } from './pages/find.ts'
import { noticePage } from './pages/notice-page.ts'
import { overview } from './pages/overview.ts'
import { registeredDocument } from './pages/registered-document.ts'
import { signIn, welcome } from './pages/sign-in.ts'
import { tokens } from './pages/tokens.ts'
import { verify } from './pages/verify.ts'

export type { DashboardOptions } from './desk.ts'

export interface Dashboard {
  /** Everything but the home page of a ledger below a path, which is to be had with and without a slash at its end. */
  readonly routes: Hono<Env>
  readonly home: (context: Context<Env>) => Promise<Response>
}

/**
 * The pages for people: what the ledger says of itself to everybody, and behind a token what a privacy officer needs.
 * Made on the server; no request leaves its origin, and but for the progress of a check no script is needed.
 */
export function dashboard(options: DashboardOptions): Dashboard {
  const desk = createDesk(options)
  const home = async (context: Context<Env>) => {
    const session = await desk.session(context)
    return session ? overview(desk, context, session) : welcome(desk, context)
  }
  desk.routes.get('/', home)
  for (const pages of [
    signIn,
    noticePage,
    delivery,
    find,
    registeredDocument,
    verify,
    exporting,
    erasure,
    tokens,
    accesses,
  ])
    pages(desk)
  return { routes: desk.routes, home }
}
