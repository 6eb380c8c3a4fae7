import type { Regime } from '@latchkey/core'
import { byPlace, resolvePlace } from '@latchkey/regimes'
import type { Config } from '../config.ts'
import { readSettings } from '../settings.ts'

/** The rules of this visit: by the site's word for the place, or else by its server's. */
export function rulesFor(config: Config, hint: string | undefined): Regime {
  const { region, rules } = readSettings(config)
  const { place, by } = resolvePlace({ region, hint })
  return byPlace(rules)(place, by, Date.now())
}
