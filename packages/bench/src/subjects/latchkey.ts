import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServedFile, Subject } from './subject.ts'

const dist = join(import.meta.dirname, '../../../embed/dist')

interface LatchkeyOptions {
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
    purposes: { marketing: { hosts: ['*.tracker.example'] } },
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
      addedLater: ['script', 'iframe', 'img'],
      says: 'requests to a listed host do not leave while its purpose is not granted, whichever way they are made; marked elements stay inert',
      source: 'docs/script-tag.md',
    },
  }
}
