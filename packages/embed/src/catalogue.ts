import type { Service } from '@latchkey/browser'
import type { PurposeId, ServiceFacts } from '@latchkey/core'
import * as clarity from '@latchkey/services/clarity'
import * as ga4 from '@latchkey/services/ga4'
import * as gtm from '@latchkey/services/gtm'
import * as intercom from '@latchkey/services/intercom'
import * as metaPixel from '@latchkey/services/meta-pixel'
import * as youtube from '@latchkey/services/youtube'

/** What a service's own chunk exports. */
export interface ServiceChunk {
  create(
    options: { readonly id: string; readonly needs: PurposeId } & Readonly<Record<string, unknown>>,
  ): Service
}

/** What the first chunk knows of a service: enough to check an id and to fetch the vendor's script early. */
export interface Entry {
  /** Its vendor id is of this form; `null`: it takes none. */
  readonly pattern: RegExp | null
  /** The vendor's script, so that its download need not wait for ours. */
  readonly script?: ((id: string) => string) | undefined
  readonly load: () => Promise<ServiceChunk>
  readonly facts: () => Promise<{ readonly facts: ServiceFacts }>
}

/** Every service that the script tag can name. Looked up by own property only. */
export const catalogue: Readonly<Record<string, Entry>> = {
  ga4: {
    pattern: ga4.idPattern,
    script: ga4.scriptUrl,
    load: () => import('./services/ga4.ts'),
    facts: () => import('./services/ga4.facts.ts'),
  },
  gtm: {
    pattern: gtm.idPattern,
    script: gtm.scriptUrl,
    load: () => import('./services/gtm.ts'),
    facts: () => import('./services/gtm.facts.ts'),
  },
  'meta-pixel': {
    pattern: metaPixel.idPattern,
    script: metaPixel.scriptUrl,
    load: () => import('./services/meta-pixel.ts'),
    facts: () => import('./services/meta-pixel.facts.ts'),
  },
  clarity: {
    pattern: clarity.idPattern,
    script: clarity.scriptUrl,
    load: () => import('./services/clarity.ts'),
    facts: () => import('./services/clarity.facts.ts'),
  },
  intercom: {
    pattern: intercom.idPattern,
    script: intercom.scriptUrl,
    load: () => import('./services/intercom.ts'),
    facts: () => import('./services/intercom.facts.ts'),
  },
  youtube: {
    pattern: null,
    load: () => import('./services/youtube.ts'),
    facts: () => import('./services/youtube.facts.ts'),
  },
}
