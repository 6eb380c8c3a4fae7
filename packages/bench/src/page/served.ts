import { join } from 'node:path'
import { build } from 'esbuild'
import { declaredKinds, type Subject } from '../subjects/subject.ts'

interface ServedOptions {
  readonly subject: Subject
  readonly run: string
  /** The bundle of `lab.ts`. */
  readonly lab: string
}

const EXTENSION = { script: 'js', iframe: 'html', img: 'svg' } as const

/** What a run's shop answers. `/written` waits in the middle until the tool has started, then writes as it is parsed. */
export function served({ subject, run, lab }: ServedOptions): (request: Request) => Promise<Response> {
  let started = () => {}
  const tracker = (file: string) => `https://px.tracker.example/${run}/${file}`
  const marked = declaredKinds
    .map((kind) => subject.declared[kind]?.(tracker(`declared-${kind}.${EXTENSION[kind]}`)) ?? '')
    .join('\n')
  const first = (
    path: string,
  ) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<link rel="icon" href="data:,">
<script>(function poll() { Promise.resolve().then(() => (${subject.ready})).then((yes) => yes ? fetch('/ready?${path.slice(1)}') : setTimeout(poll, 20)) })()</script>
${subject.head}</head><body>`
  const rest = `<main id="content"><h1>Chair</h1>${marked}</main><script src="/lab.js"></script>${subject.foot ?? ''}</body></html>`
  const written = `<script>document.write('<img alt="" src="${tracker('document-write.svg')}">'); document.write('<script src="${tracker('document-write-script.js')}"><\\/script>')</script>`

  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const file = subject.files[pathname]
    if (file) return text(file.body, file.type)
    if (pathname === '/lab.js') return text(lab, 'text/javascript')
    if (pathname === '/frame') return text('<!doctype html>', 'text/html')
    if (pathname === '/ready' && search === '?written') started()
    if (pathname === '/ready' || pathname === '/barrier') return new Response(null, { status: 204 })
    if (pathname === '/written') {
      const ready = Promise.race([
        new Promise<void>((resolve) => {
          started = resolve
        }),
        new Promise<void>((resolve) => setTimeout(resolve, WAIT)), // tools that start only after the parser has ended
      ])
      const encoder = new TextEncoder()
      const body = new ReadableStream<Uint8Array>({
        async start(controller) {
          controller.enqueue(encoder.encode(`${first(pathname)}<!--${' '.repeat(4096)}-->`))
          await ready
          controller.enqueue(encoder.encode(written + rest))
          controller.close()
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' } })
    }
    if (pathname === '/' || pathname === '/second') return text(first(pathname) + rest, 'text/html')
    return new Response('not here', { status: 404 })
  }
}

/** How long the parser of `/written` waits for the tool, in milliseconds. */
const WAIT = 4000

/** The page's side of the lab as one classic script. */
export async function labScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'lab.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

function text(body: string, type: string): Response {
  // Pages with `no-store` would be kept out of the back/forward cache.
  return new Response(body, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' },
  })
}
