import { Hono } from 'hono'

/** Options of {@link gpcJson}. */
export interface GpcJsonOptions {
  /** The day on which the site's promise was last changed, `YYYY-MM-DD`. */
  readonly lastUpdate: string
}

/**
 * `/.well-known/gpc.json`: the site says that it intends to honour Global Privacy Control where the law asks for it
 * (GPC specification, «GPC Support Resource»). Must be reachable at the root of the shop's own host, not below the
 * ledger's path. Throws a sentence if the day is none.
 *
 * @example
 * root.route('/', gpcJson({ lastUpdate: '2026-11-22' }))
 */
export function gpcJson({ lastUpdate }: GpcJsonOptions): Hono {
  if (!isDay(lastUpdate)) throw new Error('[ledger] gpc.json: expected a day like 2026-11-22.')
  const app = new Hono()
  app.get('/.well-known/gpc.json', (context) =>
    context.json({ gpc: true, lastUpdate }, 200, {
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
    }),
  )
  return app
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
