import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writtenVectors } from '../page/written.ts'
import type { ServedFile, Subject } from './subject.ts'

/** Engines give nothing to stand in front of these: docs/guard.md, «What has no hook». */
const NO_HOOK = [
  'import',
  'worker-import',
  'worker-static-import',
  'frame-location',
  'frame-location-replace',
]

const dist = join(import.meta.dirname, '../../../embed/dist')

/** Options of {@link latchkey}. */
export interface LatchkeyOptions {
  /** `latchkey.js` with `async`, or `latchkey.guarded.js` as the page's first script. */
  readonly file: 'latchkey.js' | 'latchkey.guarded.js'
  /** A build of the script tag. @default the one in `packages/embed/dist` */
  readonly folder?: string | undefined
}

/** Our script tag, set up as docs/script-tag.md says. */
export async function latchkey({ file, folder = dist }: LatchkeyOptions): Promise<Subject> {
  const guarded = file === 'latchkey.guarded.js'
  const { build } = JSON.parse(readFileSync(join(folder, 'latchkey.manifest.json'), 'utf8')) as {
    build: string
  }
  const config = {
    controller: 'Linden & Oak GmbH',
    privacy: '/privacy',
    region: 'DE',
    lang: 'en',
    origins: ['https://px.tracker.example'],
    purposes: { marketing: { hosts: ['*.tracker.example'], services: 'meta-pixel:123456789012345' } },
  }
  return {
    id: guarded ? 'latchkey.guarded' : 'latchkey',
    title: `Latchkey ${build}, ${file}`,
    head: `<script type="application/json" id="latchkey-config">${JSON.stringify(config)}</script>
<script ${guarded ? '' : 'async '}src="/sdk/${file}"></script>`,
    files: Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.endsWith('.js'))
        .map((name): [string, ServedFile] => [
          `/sdk/${name}`,
          { type: 'text/javascript', body: readFileSync(join(folder, name), 'utf8') },
        ]),
    ),
    ready: 'globalThis.$latchkey?.ready?.then(() => true)',
    decide: (granted) => `$latchkey.${granted ? 'grant' : 'deny'}(['marketing'])`,
    isGranted: `globalThis.$latchkey?.isGranted?.('marketing')`,
    declared: {
      script: (url) => `<script type="text/plain" data-purpose="marketing" src="${url}"></script>`,
      iframe: (url) => `<iframe data-purpose="marketing" data-src="${url}" title="frame"></iframe>`,
      img: (url) => `<img data-purpose="marketing" data-src="${url}" alt="">`,
    },
    claims: {
      vectors: 'all',
      except: guarded ? NO_HOOK : [...NO_HOOK, ...writtenVectors],
      addedLater: ['script', 'iframe', 'img'],
      says: 'requests to a listed host do not leave while its purpose is not granted, whichever way they are made; marked elements stay inert',
      source: guarded
        ? '[The guard](guard.md); [what it does not claim](guard.md#what-has-no-hook)'
        : '[The guard](guard.md); not claimed: [what has no hook](guard.md#what-has-no-hook), and what is written while the page is parsed, [when `async` may come too late](guard.md#from-the-first-line-of-the-page)',
    },
  }
}
