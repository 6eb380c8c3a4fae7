// For tests only: a shop's page with a store, a proof and what was reported.
import { type ConsentInput, createStore, type Problem, type Regime } from '@latchkey/core'
import { type FakeDevice, fakeDevice, type fakeLedger, fakePage } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'
import { type Proof, type ProofOptions, proof } from './proof.ts'

export const OPT_IN: Regime = {
  id: 'eu',
  model: 'opt-in',
  grantDays: 180,
  refusalDays: 184,
  place: 'DE',
  placeBy: 'server',
  table: 'f'.repeat(64),
}
export const OPT_OUT: Regime = {
  ...OPT_IN,
  id: 'us-ca',
  model: 'opt-out',
  honours: { gpc: 'all' },
  place: 'US-CA',
}

export function openShop(
  device: FakeDevice,
  ledger: ReturnType<typeof fakeLedger> | null,
  more: Partial<ProofOptions> = {},
  before: (page: ReturnType<typeof fakePage>) => void = () => {},
) {
  const page = fakePage(device)
  before(page)
  const problems: Problem[] = []
  const transports = ledger
    ? fetchTransport('/latchkey/', { fetch: ledger.fetchFrom(page), now: () => 1_795_000_000_000 })
    : []
  const store = createStore({ version: '2026-11', purposes: [{ id: 'analytics' }, { id: 'marketing' }] })
  const keep = proof({
    site: 'shop.example',
    ui: '1.0.0',
    transports,
    platform: page.platform,
    report: (problem) => void problems.push(problem),
    ...more,
  })
  const stop = keep(store)
  const send = (input: ConsentInput) => store.send(input)
  return {
    ...page,
    store,
    proof: keep,
    stop: stop ?? (() => {}),
    problems,
    codes: () => problems.map(({ code }) => code),
    send,
    ready: (regime = OPT_IN, gpc: boolean | null = null, at = 1000) =>
      send({ type: 'ready', regime, signals: { gpc }, snapshot: null, at }),
    shown: (notice = 'the words', at = 1500) =>
      send({ type: 'shown', surface: 'banner', notice, locale: 'en', at }),
    decide: (
      answer: 'granted' | 'denied',
      { at = 2000, ...rest }: Partial<Extract<ConsentInput, { type: 'decide' }>> = {},
    ) =>
      send({
        type: 'decide',
        choices: { analytics: answer, marketing: 'denied' },
        via: 'api',
        subject: true,
        at,
        ...rest,
      }),
  }
}

/** What a page wrote down whose code for this had not come: that a notice was shown, and a decision. */
export function noted(): readonly Parameters<Proof['record']>[] {
  const early = openShop(fakeDevice(), null)
  const changes: Parameters<Proof['record']>[] = []
  early.store.subscribe((state, change) => void changes.push([state, change]))
  early.ready()
  early.shown()
  early.decide('granted')
  return changes
}
