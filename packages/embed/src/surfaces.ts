import { type Gate, hasOpener, type Lazy, lazy, whenIdle } from '@latchkey/browser'
import type { ConsentStore, Extension, ReportProblem } from '@latchkey/core'
import { catalogue } from './catalogue.ts'
import type { Config } from './config.ts'
import type { Records } from './records.ts'

/** Options of {@link surfaces}. */
export interface SurfacesOptions {
  readonly window: Window & typeof globalThis
  readonly config: Config
  readonly nonce: string | undefined
  readonly report: ReportProblem
  readonly records: Records
  readonly gate: () => Gate
  /** Resolves once the real rules are known: what is shown must not rest on a returning visitor's short form. */
  readonly rules: (store: ConsentStore) => Promise<void>
}

/** Banner, preferences, cards and tiles, loaded when the first of them is needed. */
export function surfaces({ window, config, nonce, report, records, gate, rules }: SurfacesOptions): Lazy {
  const { document } = window
  const draw = lazy({
    load: async () => {
      const used = [...new Set(config.services.map(({ service }) => service))]
      const locale = config.lang || document.documentElement.lang || 'en'
      const german = /^de\b/i.test(locale)
      const [{ en, ui }, german_, facts] = await Promise.all([
        import('./chunks/panel.ts'),
        german ? import('./chunks/de.ts') : undefined,
        Promise.all(used.flatMap((id) => catalogue[id]?.facts() ?? [])),
      ])
      const services = facts.map(({ facts }) => ({
        id: facts.id,
        facts,
        needs: [
          ...new Set(config.services.filter(({ service }) => service === facts.id).map(({ needs }) => needs)),
        ],
      }))
      const join = ui({
        controller: config.controller,
        privacyUrl: config.privacy,
        texts: german_?.texts ?? en,
        locale: german || /^en\b/i.test(locale) ? locale : 'en',
        services,
        purposes: Object.fromEntries(config.purposes.map(({ id, title, text }) => [id, { title, text }])),
        nonce,
        document,
        chat: config.chat,
        history: records.history,
        activate: (frame) => void gate().activate(frame),
        report,
      })
      return (store) => {
        let leave: ReturnType<Extension>
        let left = false
        rules(store).then(() => {
          if (!left) leave = join(store)
        })
        return () => {
          left = true
          leave?.()
        }
      }
    },
    failed: (error) => report({ code: 'C112', where: 'panel', got: String(error) }),
  })
  const extension: Extension = (store) => {
    const leave = draw(store)
    // Only pages without a way back of their own, or with a chat to offer, need the panel before a surface opens.
    const chat = config.services.some(({ needs }) => needs === 'chat') && config.chat.launcher !== false
    const unsubscribe = store.subscribe((state) => {
      if (state.phase === 'pending') return
      unsubscribe()
      whenIdle(window, () => {
        if (chat || !hasOpener(document)) draw.want()
      })
    })
    return () => {
      unsubscribe()
      leave?.()
    }
  }
  return Object.assign(extension, { want: draw.want })
}
