import { createHash } from 'node:crypto'

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}' +
  'pre{overflow-x:auto;border:1px solid;padding:.75rem}dt{font-weight:600}dd{margin:0 0 .75rem;overflow-wrap:anywhere}'

/** No script, no frame, no request: only the style below, named by its hash (threat model H1). */
export const STATUS_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface Status {
  readonly base: string
  readonly origin: string
  readonly vkey: string
  readonly size: number
  readonly checkpoint: string
  readonly accepting: boolean
}

/** What the ledger says of itself to whoever opens its address. */
export function statusPage({ base, origin, vkey, size, checkpoint, accepting }: Status): string {
  const links = ['checkpoint', 'health', 'metrics']
    .map((name) => `<li><a href="${escapeHtml(`${base}/v1/${name}`)}">${name}</a></li>`)
    .join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Consent ledger</title><style>${STYLE}</style></head><body><main>
<h1>Consent ledger</h1>
<p>${accepting ? 'Taking records.' : 'Not taking records.'}</p>
<dl><dt>Log</dt><dd>${escapeHtml(origin)}</dd>
<dt>Entries</dt><dd>${size}</dd>
<dt>Public key</dt><dd><code>${escapeHtml(vkey)}</code></dd></dl>
<h2>Newest checkpoint</h2><pre>${escapeHtml(checkpoint)}</pre>
<p>Keep a copy of the key and of a checkpoint somewhere else: an export is verified against them.</p>
<ul>${links}</ul>
</main></body></html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
