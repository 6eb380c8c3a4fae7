import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const own = fileURLToPath(new URL('../public', import.meta.url))
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
}

/** Answers `/assets/<name>`: the shop's own files, then the SDK's. A name with a hash in it never changes. */
export async function asset(name: string, sdk: string): Promise<Response> {
  const type = types[extname(name)]
  if (!type || !/^[\w.-]+$/.test(name)) return new Response('Not here.\n', { status: 404 })
  for (const folder of [own, sdk]) {
    try {
      const body = await readFile(join(folder, name))
      const hashed = /\.[0-9a-f]{10}\./.test(name)
      return new Response(body, {
        headers: {
          'content-type': type,
          // Whoever may read the shop may read these: pages in a sandbox have no origin that could be named.
          'access-control-allow-origin': '*',
          'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        },
      })
    } catch {
      // Not in this folder: look in the next.
    }
  }
  return new Response('Not here.\n', { status: 404 })
}
