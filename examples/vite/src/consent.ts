import { createConsent, gate, lazy, markup, openers } from '@latchkey/browser'
import { fetchTransport, proof } from '@latchkey/proof'
import { byPlace, resolvePlace } from '@latchkey/regimes'
import { ga4 } from '@latchkey/services/ga4'
import { metaPixel } from '@latchkey/services/meta-pixel'
import { youtube } from '@latchkey/services/youtube'

type Report = Parameters<typeof proof>[0]['report']

/** Every mistake has a code; what it means stands in docs/problems.md. */
const report: Report = ({ code, where, got = '' }) => console.warn(`[latchkey] ${code} ${where} ${got}`)

// Whose law applies: said by the server that wrote the page. Without it, the strictest rules hold.
const hint = document.querySelector<HTMLMetaElement>('meta[name="latchkey-place"]')?.content
const { place, by } = resolvePlace({ hint })
const regimeFor = byPlace({ sale: ['marketing'] })

// Which purpose a vendor serves is the shop's own decision. The ids belong to nobody.
const video = youtube({ needs: 'video' })
const vendors = gate({
  services: [
    ga4({ id: 'G-LINDEN0AK1', needs: 'analytics' }),
    metaPixel({ id: '123456789012345', needs: 'marketing' }),
  ],
  report,
})

const records = proof({
  site: 'journal.linden-oak.example',
  transports: fetchTransport('/latchkey'),
  ui: '0.1.0',
  report,
})

// Frames and scripts that stand in the page marked and inert.
const marked = markup({ services: [video], report, latched: () => surfaces.want() })

// Banner and preferences are a chunk of their own, loaded when there is a question to put or a tile to draw.
const surfaces = lazy({
  async load() {
    const [{ en, ui }, ...facts] = await Promise.all([
      import('@latchkey/ui'),
      import('@latchkey/services/ga4/facts'),
      import('@latchkey/services/meta-pixel/facts'),
      import('@latchkey/services/youtube/facts'),
    ])
    const needs = { ga4: ['analytics'], 'meta-pixel': ['marketing'], youtube: ['video'] }
    return ui({
      controller: 'Linden & Oak GmbH',
      privacyUrl: '#privacy',
      contact: 'privacy@linden-oak.example',
      texts: en,
      locale: 'en-GB',
      services: facts.map(({ facts }) => ({
        id: facts.id,
        facts,
        needs: needs[facts.id as keyof typeof needs], // the three that are loaded above
      })),
      history: records.history,
      activate: (frame) => void marked.activate(frame),
      report,
    })
  },
  failed: (error) => report({ code: 'C112', where: 'panel', got: String(error) }),
})

/** The page's consent. Proving comes before gating, gating before showing. */
export const consent = createConsent({
  policy: {
    version: '2026-11',
    purposes: [{ id: 'analytics' }, { id: 'marketing' }, { id: 'video', ask: 'on-use' }],
  },
  regime: regimeFor(place, by, Date.now()),
  use: [records, vendors, marked, openers(), surfaces],
  report,
})
