import { vectors } from './vectors.ts'

interface Order {
  readonly run: string
  readonly only: readonly string[] | null
}

/**
 * What the page under test brings to be measured. Each vector is fired once, in one task with the others; the promise
 * ends with an answer of the page's own server, so that whatever was sent at once has been seen.
 */
async function fire({ run, only }: Order): Promise<void> {
  const place = document.getElementById('content') ?? document.body
  for (const { id, fire } of vectors) {
    if (only && !only.includes(id)) continue
    const into = place.appendChild(document.createElement('div'))
    const at = {
      id,
      into,
      origin: `https://${id}.${run}.tracker.example`,
      url: (extension: string) => `https://px.tracker.example/${run}/${id}.${extension}`,
      ofService: (extension: string) => `https://connect.facebook.net/${run}/${id}.${extension}`,
    }
    try {
      Promise.resolve(fire(at)).catch(() => {}) // blocked, or not answered: the server's log decides
    } catch {
      // The same, at once.
    }
  }
  await new Promise((resolve) => setTimeout(resolve))
  await barrier()
}

/** A request of the page's own that no tool has a reason to stop. */
function barrier(): Promise<unknown> {
  return fetch('/barrier', { cache: 'no-store' })
}

/** Puts marked-up elements into the page as a framework would: node by node, after the load. */
function insert(markup: string): void {
  const template = document.createElement('template')
  template.innerHTML = markup
  const place = document.getElementById('content') ?? document.body
  for (const node of [...template.content.childNodes]) place.append(node)
}

/** A client-side router's work. */
function navigate(): void {
  history.pushState(null, '', '/second')
  const content = document.getElementById('content')
  content?.replaceChildren(Object.assign(document.createElement('h1'), { textContent: 'Second' }))
}

Object.assign(globalThis, { lab: { fire, barrier, insert, navigate, vectors: vectors.map(({ id }) => id) } })
