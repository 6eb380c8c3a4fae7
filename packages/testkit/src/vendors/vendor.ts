/** A request that reached a vendor's host. */
export interface VendorRequest {
  readonly host: string
  /** Path and query. */
  readonly path: string
  readonly method: string
  readonly body?: string | undefined
}

/** What the vendor answers. */
export interface VendorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: string
}

/** An emulated vendor: what its servers answer, its page script included. */
export interface Vendor {
  readonly id: string
  /** Real host names it answers for; `*.example.com` covers sub-domains. */
  readonly hosts: readonly string[]
  /** `undefined`: nothing of that name here. */
  answer(request: VendorRequest): VendorAnswer | undefined
}

const open = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }

export const script = (body: string): VendorAnswer => ({
  status: 200,
  headers: { ...open, 'content-type': 'text/javascript; charset=utf-8' },
  body,
})

export const html = (body: string, cookies: string[] = []): VendorAnswer => ({
  status: 200,
  headers: { ...open, 'content-type': 'text/html; charset=utf-8', 'set-cookie': cookies },
  body,
})

/** A collect end point's answer, with the vendor's own cookies. */
export const noContent = (cookies: string[] = []): VendorAnswer => ({
  status: 204,
  headers: { ...open, 'set-cookie': cookies },
  body: '',
})

/** How vendor scripts fetch more of themselves. With a policy of their own, as pages with Trusted Types ask for. */
const insert = `function (src) {
  var script = document.createElement('script')
  script.async = true
  script.src = window.trustedTypes
    ? window.trustedTypes.createPolicy('vendor', { createScriptURL: function (url) { return url } }).createScriptURL(src)
    : src
  document.head.appendChild(script)
}`

/** A page script as it is served: the function's text, called with the page, the id and a way to fetch scripts. */
export const pageScript = (source: string, id: string): string =>
  `(function (window, document) {\n(${source.trim()})(window, ${JSON.stringify(id)}, ${insert})\n})(window, window.document);\n`

export const queryOf = ({ path }: VendorRequest): URLSearchParams =>
  new URL(path, 'https://vendor').searchParams

export const pathOf = ({ path }: VendorRequest): string => new URL(path, 'https://vendor').pathname
