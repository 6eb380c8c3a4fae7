import type { Consent } from '@latchkey/browser'
import type { Regime, ServiceFacts } from '@latchkey/core'
import { en, type Texts, type UiOptions, ui } from '@latchkey/ui'
import type { Config } from '../config.ts'
import { type InOrder, inOrder } from '../in-order.ts'
import { own } from '../own.ts'
import type { Records } from '../records.ts'

/** What the panel is made from. */
export interface PanelOptions extends Pick<UiOptions, 'nonce' | 'activate' | 'report'> {
  readonly need: Records['need']
  readonly config: Config
  readonly consent: Consent
  /** The page's language; empty if it does not say. */
  readonly locale: string
  readonly parts: readonly [
    /** Of every service there is. */
    facts: Readonly<Record<string, ServiceFacts>>,
    /** The rules of the visit in full, where they were not known so far. */
    rules: Regime | undefined,
    /** What fits them into the page. Texts in order are how the build hands them over; without, it is English. */
    fit: { readonly texts: Texts | InOrder | null; stop(): void },
    /** The change that the surfaces are needed for. */
    woken: UiOptions['woken'],
  ]
}

const yourData = () => import('../your-data.ts')

/** The surfaces of a page that is set up by a script tag. */
export function panel({
  config,
  consent,
  locale,
  parts,
  need,
  ...options
}: PanelOptions): ReturnType<typeof ui> {
  const [facts, regime, { texts, stop }, woken] = parts
  const { controller = '', privacy, contact, records, chat, look, purposes } = config.settings
  const { logo, note } = own(look)
  const { src, alt } = own(logo)
  // What is shown must not rest on the short form of the rules that a returning visitor's answers carry.
  const { signals, snapshot } = consent.get()
  if (regime) consent.store.send({ type: 'ready', regime, signals, snapshot, at: Date.now() })
  const draw = ui({
    ...options,
    woken,
    receipts: {
      async file() {
        const { receiptFile } = await import('@latchkey/proof/receipts')
        return receiptFile(await (await need()).history())
      },
      async check(text) {
        const { verifyReceiptFile } = await import('@latchkey/proof/receipts')
        return verifyReceiptFile(text)
      },
    },
    history: async () => (await need()).history(),
    data: records
      ? {
          copy: async () => (await yourData()).copy(records, await need()),
          erase: async () => (await yourData()).erase(records, await need()),
        }
      : undefined,
    controller,
    privacyUrl: privacy,
    contact,
    texts: isInOrder(texts) ? inOrder(en, texts) : (texts ?? en),
    locale: texts || /^en\b/i.test(locale) ? locale : 'en',
    chat: own(chat),
    logo: { src: textOf(src), alt: textOf(alt) },
    note: textOf(note),
    purposes: Object.fromEntries(Object.entries(own(purposes)).map(([id, detail]) => [id, words(detail)])),
    services: [...new Set(config.services.map(({ service }) => service))].flatMap((id) => {
      const known = Object.values(facts).find((fact) => fact.id === id)
      const needs = config.services.flatMap(({ service, needs }) => (service === id ? needs : []))
      return known ? { id, facts: known, needs: [...new Set(needs)] } : []
    }),
  })
  return (store) => {
    const end = draw(store)
    return () => {
      end?.()
      stop()
    }
  }
}

function words(detail: unknown): { readonly title: string | undefined; readonly text: string | undefined } {
  const { title, text } = own(detail)
  return { title: textOf(title), text: textOf(text) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isInOrder(texts: Texts | InOrder | null): texts is InOrder {
  return Array.isArray(texts)
}
