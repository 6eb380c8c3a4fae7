import { installed, versionOf } from './installed.ts'
import type { Subject } from './subject.ts'

/** Set up as its README says: configuration first, then the script, both deferred. It has no list of hosts. */
export async function klaro(): Promise<Subject> {
  return {
    id: 'klaro',
    title: `klaro ${versionOf('klaro')}`,
    head: '<script defer src="/subject.js"></script><script defer src="/klaro.js"></script>',
    files: {
      '/klaro.js': installed('klaro/dist/klaro.js'),
      '/subject.js': {
        type: 'text/javascript',
        body: `var klaroConfig = {
  version: 1, elementID: 'klaro', storageMethod: 'cookie', default: false, mustConsent: false, acceptAll: true, lang: 'en',
  translations: { en: { privacyPolicyUrl: '/privacy', purposes: { marketing: 'Marketing' } } },
  services: [{ name: 'tracker', title: 'Tracker', purposes: ['marketing'], default: false }],
}`,
      },
    },
    ready: `globalThis.klaro?.getManager && document.querySelector('#klaro')`,
    decide: (granted) =>
      `const manager = klaro.getManager(); manager.updateConsent('tracker', ${granted}); manager.saveAndApplyConsents()`,
    isGranted: `globalThis.klaro?.getManager?.().getConsent('tracker')`,
    declared: {
      script: (url) =>
        `<script type="text/plain" data-type="text/javascript" data-name="tracker" data-src="${url}"></script>`,
      iframe: (url) => `<iframe data-name="tracker" data-src="${url}" title="frame"></iframe>`,
      img: (url) => `<img data-name="tracker" data-src="${url}" alt="">`,
    },
    claims: {
      vectors: [],
      addedLater: [],
      says: 'runs marked scripts, images, stylesheets and other elements with `src` once their service is accepted',
      source: 'node_modules/klaro/README.md, «Managing third-party apps/trackers»',
    },
  }
}
