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

/** The page as far as surfaces are fitted into it. */
interface Fitted {
  readonly config: Config
  readonly report: ReportProblem
}

/** What fits the surfaces into their page. */
export interface Fit {
  /** The words of its language (LR-22). Where they cannot be had, English ones are better than none: `null`. */
  readonly texts: Texts | null
  /** Ends what follows the look of its buttons. */
  stop(): void
}

/** Fetches it beside the surfaces. They wait for their words; for the look they do not, and do without if it fails. */
export async function fit(locale: string, { config, report }: Fitted): Promise<Fit> {
  const missing = (where: string) => (error: unknown) => {
    report({ code: 'C112', where, got: String(error) })
    return null
  }
  const look =
    readSettings(config).look.theme === 'inherit'
      ? import('@latchkey/ui/inherit').then(({ inheritLook }) => inheritLook(document)).catch(missing('look'))
      : null
  return { texts: await find(locale).catch(missing('texts')), stop: () => void look?.then((end) => end?.()) }
}
