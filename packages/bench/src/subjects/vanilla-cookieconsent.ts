import { installed, versionOf } from './installed.ts'
import type { Subject } from './subject.ts'

/** Set up as its documentation's «Getting started» and «Manage scripts» pages show. It has no list of hosts. */
export async function vanillaCookieconsent(): Promise<Subject> {
  return {
    id: 'vanilla-cookieconsent',
    title: `vanilla-cookieconsent ${versionOf('vanilla-cookieconsent')}`,
    head: '<link rel="stylesheet" href="/cookieconsent.css">',
    foot: '<script src="/cookieconsent.umd.js"></script><script src="/subject.js"></script>',
    files: {
      '/cookieconsent.css': installed('vanilla-cookieconsent/dist/cookieconsent.css'),
      '/cookieconsent.umd.js': installed('vanilla-cookieconsent/dist/cookieconsent.umd.js'),
      '/subject.js': {
        type: 'text/javascript',
        body: `CookieConsent.run({
  categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: { default: 'en', translations: { en: {
    consentModal: { title: 'We use cookies', description: 'For ads.', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all' },
    preferencesModal: { title: 'Preferences', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save', sections: [{ title: 'Ads', linkedCategory: 'marketing' }] },
  } } },
}).then(() => { globalThis.started = true })`,
      },
    },
    ready: 'globalThis.started',
    decide: (granted) => `CookieConsent.acceptCategory(${granted ? "['marketing']" : '[]'})`,
    isGranted: `globalThis.CookieConsent?.acceptedCategory('marketing')`,
    declared: {
      script: (url) => `<script type="text/plain" data-category="marketing" src="${url}"></script>`,
    },
    claims: {
      vectors: [],
      addedLater: [],
      says: 'runs `<script type="text/plain" data-category>` once its category is accepted; frames need a second package, iframemanager',
      source: 'https://cookieconsent.orestbida.com/advanced/manage-scripts.html',
    },
  }
}
