import type { Regime, ReportProblem } from '@latchkey/core'
import { byPlace, resolvePlace } from '@latchkey/regimes'
import type { Texts } from '@latchkey/ui'
import { textsFor as find } from '@latchkey/ui/texts'
import type { Config } from '../config.ts'
import { readSettings } from '../settings.ts'

/** The rules of this visit: by the site's word for the place, or else by its server's. */
export function rulesFor(config: Config, hint: string | undefined): Regime {
  const { region, rules } = readSettings(config)
  const { place, by } = resolvePlace({ region, hint })
  return byPlace(rules)(place, by, Date.now())
}

/** The words of a page's language (LR-22). Where they cannot be had, English ones are better than none. */
export async function textsFor(locale: string, report: ReportProblem): Promise<Texts | null> {
  return find(locale).catch((error) => {
    report({ code: 'C112', where: 'texts', got: String(error) })
    return null
  })
}
