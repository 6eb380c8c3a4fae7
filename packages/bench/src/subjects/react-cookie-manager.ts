import { bundle } from './bundle.ts'
import { versionOf } from './installed.ts'
import type { Subject } from './subject.ts'

const page = `
import { createRoot } from 'react-dom/client'
import { CookieManager, useCookieConsent } from 'react-cookie-manager'

function Start() {
  globalThis.consent = useCookieConsent()
  return null
}

createRoot(document.getElementById('consent')).render(
  <CookieManager privacyPolicyUrl="/privacy" displayType="banner" blockedDomains={['px.tracker.example', 'tracker.example', 'connect.facebook.net']}>
    <Start />
  </CookieManager>,
)
`

/** `CookieManager` around the page's React root, with the tracker in `blockedDomains`. */
export async function reactCookieManager(): Promise<Subject> {
  return {
    id: 'react-cookie-manager',
    title: `react-cookie-manager ${versionOf('react-cookie-manager')}`,
    head: '',
    foot: '<div id="consent"></div><script src="/subject.js"></script>',
    files: { '/subject.js': { type: 'text/javascript', body: await bundle(page, 'tsx') } },
    ready: `Boolean(globalThis.consent)`,
    decide: (granted) => (granted ? 'consent.acceptCookies()' : 'consent.declineCookies()'),
    isGranted: `globalThis.consent?.detailedConsent?.Advertising?.consented === true`,
    declared: {},
    claims: {
      vectors: [
        'script',
        'service-script',
        'script-module',
        'script-late-src',
        'script-set-attribute',
        'iframe',
        'iframe-late-src',
        'iframe-set-attribute',
      ],
      addedLater: [],
      says: '«blocking the tracking scripts from loading», «automatically blocks embedded iframes»; `blockedDomains`: «additional domains/hosts to block»; asks for a refresh after the grant',
      source: 'node_modules/react-cookie-manager/README.md, «Automatically Disable Tracking», «Props»',
    },
  }
}
