import type { Vector } from '../vector.ts'

/** Code beside the page, with natives of its own. */
export function workers(): readonly Vector[] {
  const blob = (code: string) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  const worker = (id: string, code: (url: string) => string, options?: WorkerOptions): Vector => ({
    id,
    fire: ({ url }) => void new Worker(blob(code(JSON.stringify(url('js')))), options),
  })
  return [
    { id: 'worker', fire: ({ url }) => void new Worker(url('js')) },
    worker('worker-fetch', (url) => `fetch(${url})`),
    worker('worker-xhr', (url) => `const x = new XMLHttpRequest(); x.open('GET', ${url}); x.send()`),
    worker('worker-import-scripts', (url) => `importScripts(${url})`),
    worker('worker-import', (url) => `import(${url})`, { type: 'module' }),
    worker('worker-static-import', (url) => `import ${url}`, { type: 'module' }),
    worker('worker-websocket', (url) => `new WebSocket(${url}.replace('https', 'wss'))`),
    worker(
      'worker-nested',
      (url) =>
        `new Worker(URL.createObjectURL(new Blob([${JSON.stringify('fetch(')} + JSON.stringify(${url}) + ')'])))`,
    ),
    {
      id: 'worker-data',
      fire: ({ url }) =>
        void new Worker(`data:text/javascript,${encodeURIComponent(`fetch(${JSON.stringify(url('js'))})`)}`),
    },
    {
      id: 'shared-worker-fetch',
      fire: ({ url }) => void new SharedWorker(blob(`fetch(${JSON.stringify(url('js'))})`)),
    },
    {
      id: 'shared-worker-import-scripts',
      fire: ({ url }) => void new SharedWorker(blob(`importScripts(${JSON.stringify(url('js'))})`)),
    },
  ]
}
