/** Hosts of one shop: itself, its sub-domains, and a payment provider that it embeds. None of them is listed. */
export const HOSTS = {
  shop: 'shop.linden-oak.example',
  images: 'img.linden-oak.example',
  fonts: 'fonts.linden-oak.example',
  chat: 'chat.linden-oak.example',
  pay: 'checkout.pay.example',
} as const

/** A page, and the files behind it: by path on the shop's host, or by whole address on another. */
export interface TestPage {
  /** Body of the document at `/page`. Sets `done` to what the page's visitor got to see. */
  readonly body: string
  /** In front of everything, the SDK included: an import map has to be. */
  readonly head?: string | undefined
  readonly files?: Readonly<Record<string, readonly [type: string, text: string]>> | undefined
}

const js = (text: string) => ['text/javascript', text] as const
const html = (text: string) => ['text/html; charset=utf-8', `<!doctype html>${text}`] as const
const svg = ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'] as const

/** Ten ways to build a shop. `/echo` answers with what it was sent, `/stream` with five pieces. */
export const pages: Readonly<Record<string, TestPage>> = {
  'a server-rendered shop with forms and links': {
    files: {
      '/shop.css': ['text/css', 'body{background:url(/tile.svg)}'],
      '/tile.svg': svg,
      '/chair.svg': svg,
      '/shop.js': js(
        `document.querySelector('form').addEventListener('change', (event) => event.target.form.submit())`,
      ),
      '/cart': html(`<title>Cart</title><a href="/order" ping="/ping">Order</a>
        <script>document.querySelector('a').click()</script>`),
      '/order': html('<title>Order</title><script>globalThis.done = document.title</script>'),
    },
    body: `<link rel="stylesheet" href="/shop.css"><img src="/chair.svg" srcset="/chair.svg 1x" alt="">
      <form action="/cart" method="post"><input name="piece" value="halden &amp; söhne"><input name="gift" type="checkbox"></form>
      <script defer src="/shop.js"></script>
      <script>addEventListener('load', () => {
        const gift = document.querySelector('[name=gift]')
        gift.checked = true
        gift.dispatchEvent(new Event('change', { bubbles: true }))
      })</script>`,
  },
  'a single page application with fetch and XHR': {
    body: `<script type="module">
      const seen = []
      const json = { method: 'POST', headers: { 'content-type': 'application/json', 'x-shop': 'Ü'.codePointAt() }, body: '{"a":"é"}' }
      seen.push(await (await fetch('/echo', json)).text())
      seen.push(await (await fetch(new Request('/echo?request', { method: 'PUT', body: new Uint8Array([0, 255, 10]) }))).text())
      seen.push(await (await fetch('/echo?form', { method: 'POST', body: new URLSearchParams({ q: 'a b' }), credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' })).text())
      seen.push(await new Promise((resolve) => {
        const request = new XMLHttpRequest()
        request.open('PATCH', '/echo?xhr', true)
        request.setRequestHeader('X-Cart', '1')
        request.setRequestHeader('X-Cart', '2')
        request.responseType = 'text'
        request.onload = () => resolve(request.response)
        request.send('one&two')
      }))
      const sync = new XMLHttpRequest()
      sync.open('GET', '/echo?sync', false)
      sync.send()
      seen.push(sync.responseText)
      history.pushState(null, '', '/page/halden')
      seen.push(await (await fetch('echo?relative', { keepalive: true, method: 'POST', body: 'k' })).text())
      seen.push(String(await fetch('/echo?aborted', { signal: AbortSignal.abort() }).catch(({ name }) => name)))
      navigator.sendBeacon('/echo?beacon', new Blob(['b'], { type: 'text/plain' }))
      globalThis.done = seen.join()
    </script>`,
  },
  'a service worker that answers for the network': {
    files: {
      '/sw.js': js(`addEventListener('install', () => skipWaiting())
        addEventListener('activate', (event) => event.waitUntil(clients.claim()))
        addEventListener('fetch', (event) => {
          const { pathname } = new URL(event.request.url)
          if (pathname === '/made-up') event.respondWith(new Response('from the worker'))
          else if (pathname === '/echo') event.respondWith(fetch(event.request))
        })`),
    },
    body: `<script type="module">
      const ready = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
      await navigator.serviceWorker.register('/sw.js')
      await ready
      const made = await (await fetch('/made-up')).text()
      const passed = await (await fetch('/echo?sw', { method: 'POST', body: 'through' })).text()
      globalThis.done = made + passed
    </script>`,
  },
  'images from a sub-domain': {
    files: {
      [`https://${HOSTS.images}/a.svg`]: svg,
      [`https://${HOSTS.images}/b.svg`]: svg,
      [`https://${HOSTS.images}/c.svg`]: svg,
    },
    body: `<img src="https://${HOSTS.images}/a.svg" alt="" referrerpolicy="origin" crossorigin>
      <picture><source srcset="https://${HOSTS.images}/b.svg" type="image/svg+xml"><img alt=""></picture>
      <script>addEventListener('load', async () => {
        const late = new Image()
        late.src = 'https://${HOSTS.images}/c.svg'
        await late.decode().catch(() => {})
        const added = document.createElement('div')
        added.innerHTML = '<img alt="" loading="eager" src="https://${HOSTS.images}/a.svg?added">'
        document.body.append(added)
        await new Promise((resolve) => { added.firstChild.onload = added.firstChild.onerror = resolve })
        globalThis.done = [...document.images].map((image) => image.naturalWidth).join()
      })</script>`,
  },
  'web fonts': {
    files: {
      [`https://${HOSTS.fonts}/linden.css`]: [
        'text/css',
        `@font-face{font-family:Linden;src:url(linden.woff2)}`,
      ],
      [`https://${HOSTS.fonts}/linden.woff2`]: ['font/woff2', ''],
      [`https://${HOSTS.fonts}/oak.woff2`]: ['font/woff2', ''],
    },
    body: `<link rel="preconnect" href="https://${HOSTS.fonts}" crossorigin><link rel="stylesheet" href="https://${HOSTS.fonts}/linden.css">
      <p style="font-family:Linden">Linden</p>
      <script>addEventListener('load', async () => {
        await document.fonts.load('1em Linden').catch(() => {})
        await new FontFace('Oak', 'url(https://${HOSTS.fonts}/oak.woff2)').load().catch(() => {})
        globalThis.done = 'fonts'
      })</script>`,
  },
  'a payment frame': {
    files: {
      [`https://${HOSTS.pay}/frame`]: html(`<script>
        fetch('/session', { method: 'POST', body: 'amount=1290' }).then((answer) => answer.text()).then((text) => parent.postMessage(text, '*'))
      </script>`),
      [`https://${HOSTS.pay}/session`]: ['text/plain', 'paid'],
    },
    body: `<script>
      addEventListener('message', ({ data, origin }) => { globalThis.done = data + origin })
      const frame = document.createElement('iframe')
      frame.allow = 'payment'
      frame.src = 'https://${HOSTS.pay}/frame'
      document.body.append(frame)
    </script>`,
  },
  'a graph of modules': {
    files: {
      '/main.js': js(
        `import { price } from './price.js'; const { words } = await import('./words.js'); globalThis.done = words + price + new URL(import.meta.url).pathname`,
      ),
      '/price.js': js(`import './tax.js'; export const price = 1290`),
      '/tax.js': js(''),
      '/words.js': js(`export const words = 'Halden'`),
    },
    body: `<link rel="modulepreload" href="/price.js"><script type="module" src="/main.js"></script>`,
  },
  'an import map': {
    head: '<script type="importmap">{"imports":{"shop/":"/v2/"}}</script>',
    files: { '/v2/cart.js': js(`export const cart = 'v2'`), '/v2/late.js': js(`export const late = 'late'`) },
    body: `<script type="module">
      import { cart } from 'shop/cart.js'
      const { late } = await import('shop/late.js')
      globalThis.done = cart + late
    </script>`,
  },
  'answers that stream': {
    body: `<script type="module">
      const { body } = await fetch('/stream')
      const pieces = []
      for (const reader = body.pipeThrough(new TextDecoderStream()).getReader();;) {
        const { done, value } = await reader.read()
        if (done) break
        pieces.push(value)
      }
      const events = await new Promise((resolve) => {
        const heard = []
        const source = new EventSource('/events')
        source.onmessage = ({ data }) => heard.push(data) === 3 && (source.close(), resolve(heard.join()))
      })
      await fetch('/echo', { method: 'POST', body: pieces.join('') + events })
      globalThis.done = pieces.join('') + events
    </script>`,
  },
  'a chat of the shop’s own over a WebSocket': {
    body: `<script type="module">
      const socket = new WebSocket('wss://${HOSTS.chat}/room?piece=halden', ['chat.v1'].slice(1))
      const heard = []
      await new Promise((resolve) => { socket.onopen = resolve })
      for (const text of ['Hello', 'Is it oak?', 'Ö']) {
        socket.send(text)
        heard.push(await new Promise((resolve) => { socket.onmessage = ({ data }) => resolve(data) }))
      }
      socket.close()
      globalThis.done = [heard.join(), socket instanceof WebSocket, WebSocket.OPEN].join()
    </script>`,
  },
}
