import {
  type ConsentInput,
  type ConsentStore,
  createStore,
  type Regime,
  type ServiceFacts,
} from '@latchkey/core'
import { en, type UiOptions, type UiService } from './index.ts'
import * as more from './more.tsx'
import { type Parts, surfaces } from './ui.tsx'

/** A page for the tests of this package: a store, its inputs, and hands to press with. Not part of the package. */
export interface Scene {
  readonly store: ConsentStore
  readonly inputs: ConsentInput[]
  readonly stop: () => void
}

export const AT = Date.UTC(2026, 10, 21)

export const eu: Regime = { id: 'eu', model: 'opt-in', grantDays: 184, refusalDays: 184, place: 'DE' }
export const california: Regime = {
  id: 'us-ca',
  model: ({ ask }) => (ask === 'on-use' ? 'opt-in' : 'opt-out'),
  honours: { gpc: 'all' },
  grantDays: 365,
  refusalDays: 365,
  place: 'US-CA',
}

export function service(id: string, needs: string, facts: Partial<ServiceFacts> = {}): UiService {
  return {
    id,
    needs: [needs],
    facts: {
      id,
      name: id.toUpperCase(),
      company: `${id} Inc.`,
      role: 'processor',
      countries: ['IE', 'US'],
      transfer: 'DPF',
      purposes: [needs],
      hosts: [`*.${id}.example`],
      keys: [{ name: `_${id}`, kind: 'cookie', days: 90 }],
      retentionDays: 425,
      ai: false,
      training: false,
      privacyUrl: `https://${id}.example/privacy`,
      docsUrl: '',
      sources: [],
      checked: '2026-11-01',
      ...facts,
    },
  }
}

export function scene(
  purposes: readonly string[],
  {
    regime = eu,
    gpc = null,
    ready = true,
    store: given,
    parts = { load: async () => more, idle: () => undefined, here: more },
    ...options
  }: Partial<UiOptions> & {
    regime?: Regime
    gpc?: boolean | null
    ready?: boolean
    parts?: Parts
    store?: ConsentStore
  } = {},
): Scene {
  const onUse = ['chat', 'chat-marketing', 'chat-training', 'video', 'maps', 'try-on']
  const store =
    given ??
    createStore({
      version: '1',
      purposes: purposes.map((id) => ({ id, ask: onUse.includes(id) ? 'on-use' : 'first' })),
    })
  const inputs: ConsentInput[] = []
  store.subscribe((_, { input }) => void inputs.push(input))
  const texts = { texts: en, locale: 'en' }
  const stop = surfaces(
    { controller: 'Linden & Oak', services: [], now: () => AT, ...texts, ...options },
    store,
    parts,
  )
  if (ready && !given) store.send({ type: 'ready', regime, signals: { gpc }, snapshot: null, at: AT })
  return { store, inputs, stop }
}

export function shadow(): ShadowRoot {
  const root = document.getElementById('latchkey')?.shadowRoot
  if (!root) throw new Error('nothing is drawn')
  return root
}

export function find(selector: string, root: ParentNode = shadow()): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`nothing matches ${selector}`)
  return found
}

export function button(action: string, root: ParentNode = shadow()): HTMLElement {
  return find(`[data-latchkey-action="${action}"]`, root)
}

/** Presses as a person does, or as a script does. */
export function press(element: HTMLElement, { trusted = true } = {}): void {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true })
  Object.defineProperty(event, 'isTrusted', { value: trusted })
  element.dispatchEvent(event)
}

/** The last decision that was sent. */
export function decision({ inputs }: Scene): Extract<ConsentInput, { type: 'decide' }> | undefined {
  return inputs.flatMap((input) => (input.type === 'decide' ? [input] : [])).at(-1)
}

/** Until frames have been painted, and what waits for them is done. */
export async function frames(): Promise<void> {
  for (let frame = 0; frame < 3; frame++)
    await new Promise<void>((done) => {
      requestAnimationFrame(() => setTimeout(done))
    })
}
