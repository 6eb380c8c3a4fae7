// For the head of pages that have Google tags of their own, or want to call before the script has come: the strict
// Consent Mode default before any tag, and a queue that answers every method with the strict value. Inline, with the
// page's nonce; below 1 kB.
const page = window as Window & { $latchkey?: unknown; dataLayer?: unknown[] }
if (!page.$latchkey) {
  if (!Array.isArray(page.dataLayer)) page.dataLayer = []
  const denied = 'denied'
  const gtag: (...args: unknown[]) => void = function () {
    // biome-ignore lint/complexity/noArguments: Google's tags read the raw arguments object and nothing else
    page.dataLayer?.push(arguments)
  }
  gtag('consent', 'default', {
    ad_storage: denied,
    ad_user_data: denied,
    ad_personalization: denied,
    analytics_storage: denied,
    functionality_storage: denied,
    personalization_storage: denied,
    security_storage: 'granted',
  })
  const queue: unknown[] = []
  const methods: Record<string, unknown> = { isGranted: () => false }
  for (const name of [
    'subscribe',
    'grant',
    'deny',
    'withdraw',
    'open',
    'whenGranted',
    'ask',
    'history',
    'receipt',
    'destroy',
  ]) {
    methods[name] = (...args: unknown[]) => queue.push([name, ...args])
  }
  page.$latchkey = Object.assign(queue, methods)
}
