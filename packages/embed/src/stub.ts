// For the head of pages that have Google tags of their own, or want to call before the script has come: the strict
// Consent Mode default before any tag, and a queue that answers every method with the strict value. Also hears refusals on
// a banner that the server has drawn. Inline, with the page's nonce; below 1 kB.
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

  // On a banner that the server has drawn, a refusal from before the surfaces are here is not lost: it counts whoever
  // pressed. Nothing else is taken; a grant waits for them.
  document.addEventListener('click', (event) => {
    const shell = document.querySelector('body>div#latchkey[data-asks]')
    const [pressed] = event.composedPath()
    if (!shell || !(pressed instanceof Element) || pressed.getRootNode() !== shell.shadowRoot) return
    if (!/^(reject|close)$/.test(pressed.getAttribute('data-latchkey-action') ?? '')) return
    const { $latchkey } = page as { $latchkey?: unknown[] } // this queue, or the script's own object
    $latchkey?.push(['deny', shell.getAttribute('data-asks')?.split(' ')])
    shell.remove()
  })
}
