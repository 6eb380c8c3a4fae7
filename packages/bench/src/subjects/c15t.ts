import { bundle } from './bundle.ts'
import { versionOf } from './installed.ts'
import type { Subject } from './subject.ts'

const page = `
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { ConsentBanner, ConsentManagerProvider, useConsentManager } from '@c15t/react'

const declared = [...document.querySelectorAll('meta[name="declared-script"]')]

function Start() {
  const consent = useConsentManager()
  globalThis.consent = consent
  const { initializeIframeBlocker } = consent
  useEffect(() => { initializeIframeBlocker() }, [initializeIframeBlocker])
  return null
}

createRoot(document.getElementById('consent')).render(
  <ConsentManagerProvider options={{
    mode: 'offline',
    consentCategories: ['necessary', 'marketing'],
    overrides: { country: 'DE' },
    networkBlocker: { enabled: true, logBlockedRequests: false, rules: ['tracker.example', 'connect.facebook.net'].map((domain) => ({ id: domain, domain, category: 'marketing' })) },
    scripts: declared.map(({ content }, index) => ({ id: 'declared-' + index, src: content, category: 'marketing' })),
  }}>
    <ConsentBanner />
    <Start />
  </ConsentManagerProvider>,
)
`

/**
 * `ConsentManagerProvider` in offline mode, its network blocker listing the tracker, its iframe blocker started. The
 * types call `enabled` optional and on by default; without it 2.2.1 blocks nothing, so it is set here.
 */
export async function c15t(): Promise<Subject> {
  return {
    id: 'c15t',
    title: `@c15t/react ${versionOf('@c15t/react')}`,
    head: '',
    foot: '<div id="consent"></div><script src="/subject.js"></script>',
    files: { '/subject.js': { type: 'text/javascript', body: await bundle(page, 'tsx') } },
    ready: `globalThis.consent && (consent.activeUI === 'banner' || consent.hasConsented())`,
    decide: (granted) =>
      granted ? `await consent.saveConsents('all')` : `await consent.saveConsents('necessary')`,
    isGranted: `globalThis.consent?.has('marketing')`,
    declared: {
      script: (url) => `<meta name="declared-script" content="${url}">`,
      iframe: (url) => `<iframe data-category="marketing" data-src="${url}" title="frame"></iframe>`,
    },
    claims: {
      vectors: ['fetch', 'service-fetch', 'fetch-url', 'fetch-request', 'fetch-keepalive', 'xhr'],
      addedLater: ['iframe'],
      says: '«intercepts outgoing fetch and XMLHttpRequest calls»; loads declared scripts and `<iframe data-category data-src>` once granted, frames that are added later included',
      source:
        'node_modules/@c15t/react/docs/frameworks/react/network-blocker, iframe-blocking, script-loader',
    },
  }
}
