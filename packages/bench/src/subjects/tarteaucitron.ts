import { installed, versionOf } from './installed.ts'
import type { Subject } from './subject.ts'

const at = 'tarteaucitronjs'

/** Set up as its README says, with a custom service for the tracker and its own service for frames. No list of hosts. */
export async function tarteaucitron(): Promise<Subject> {
  return {
    id: 'tarteaucitronjs',
    title: `tarteaucitronjs ${versionOf(at)}`,
    head: '<script src="/tarteaucitron/tarteaucitron.js"></script><script src="/subject.js"></script>',
    files: {
      '/tarteaucitron/tarteaucitron.js': installed(`${at}/tarteaucitron.js`),
      '/tarteaucitron/tarteaucitron.services.js': installed(`${at}/tarteaucitron.services.js`),
      '/tarteaucitron/css/tarteaucitron.css': installed(`${at}/css/tarteaucitron.css`),
      '/tarteaucitron/lang/tarteaucitron.en.js': installed(`${at}/lang/tarteaucitron.en.js`),
      '/subject.js': {
        type: 'text/javascript',
        body: `tarteaucitron.init({ privacyUrl: '', bodyPosition: 'bottom', hashtag: '#tarteaucitron', cookieName: 'tarteaucitron', orientation: 'middle', serviceDefaultState: 'wait', DenyAllCta: true, AcceptAllCta: true, highPrivacy: true, useExternalCss: false, useExternalJs: false, googleConsentMode: false, bingConsentMode: false, pianoConsentMode: false })
addEventListener('tac.root_available', () => { globalThis.started = true })
const tracker = { key: 'tracker', type: 'ads', name: 'Tracker', needConsent: true, cookies: [], js() {
  for (const { content } of document.querySelectorAll('meta[name="declared-script"]')) tarteaucitron.addScript(content)
} }
const wait = setInterval(() => {
  if (!tarteaucitron.services) return
  clearInterval(wait)
  tarteaucitron.services.tracker = tracker
}, 5)
;(tarteaucitron.job = tarteaucitron.job || []).push('tracker', 'iframe')`,
      },
    },
    ready: `globalThis.started && document.querySelector('#tarteaucitronRoot')`,
    decide: (granted) => `tarteaucitron.userInterface.respondAll(${granted})`,
    isGranted: `globalThis.tarteaucitron?.state?.tracker === true`,
    declared: {
      script: (url) => `<meta name="declared-script" content="${url}">`,
      iframe: (url) => `<div class="tac_iframe" url="${url}" width="100" height="100"></div>`,
    },
    claims: {
      vectors: [],
      addedLater: [],
      says: 'starts the code of its services, custom ones included, once they are allowed; the free version does not look at the page',
      source: 'node_modules/tarteaucitronjs/README.md; https://tarteaucitron.io/en/how-service-loading-works',
    },
  }
}
