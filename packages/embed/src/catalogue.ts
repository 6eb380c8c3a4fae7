import type { Service } from '@latchkey/browser'
import type { PurposeId } from '@latchkey/core'
import * as clarity from '@latchkey/services/clarity'
import * as ga4 from '@latchkey/services/ga4'
import * as gtm from '@latchkey/services/gtm'
import * as intercom from '@latchkey/services/intercom'
import * as metaPixel from '@latchkey/services/meta-pixel'
import { own } from './own.ts'

/** What a service's own chunk exports. */
export interface ServiceChunk {
  create(
    options: { readonly id: string; readonly needs: PurposeId } & Readonly<Record<string, unknown>>,
  ): Service
}

/** What the first chunk knows of a service: enough to check an id and to fetch the vendor's script early. */
export interface Entry {
  /** Its vendor id is of this form. */
  readonly pattern: RegExp
  /** The vendor's script, so that its download need not wait for ours. */
  readonly script?: ((id: string) => string) | undefined
  readonly load: () => Promise<ServiceChunk>
}

/** Every service that the script tag can name, and no name that every object inherits (B6). */
export const catalogue = own({
  ga4: {
    pattern: ga4.idPattern,
    script: ga4.scriptUrl,
    load: () => import('./services/ga4.ts'),
  },
  gtm: {
    pattern: gtm.idPattern,
    script: gtm.scriptUrl,
    load: () => import('./services/gtm.ts'),
  },
  'meta-pixel': {
    pattern: metaPixel.idPattern,
    script: metaPixel.scriptUrl,
    load: () => import('./services/meta-pixel.ts'),
  },
  clarity: {
    pattern: clarity.idPattern,
    script: clarity.scriptUrl,
    load: () => import('./services/clarity.ts'),
  },
  intercom: {
    pattern: intercom.idPattern,
    script: intercom.scriptUrl,
    load: () => import('./services/intercom.ts'),
  },
  youtube: {
    pattern: /^$/, // takes none
    load: () => import('./services/youtube.ts'),
  },
}) as Readonly<Record<string, Entry>> // a copy of just these
