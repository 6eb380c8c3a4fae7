/** A page's marked scripts, in the order that a browser keeps. */
export interface ScriptOrder {
  /** Says that these stand in the document, in this order. */
  meet(scripts: Iterable<Element>): void
  /** Calls `start` when it is the script's turn; `ahead` at once, if it has to wait for others. */
  run(script: Element, start: () => Promise<void> | void, ahead: () => void): void
}

/** Whoever waits here knows no failure: one script that throws does not hold up the next. */
interface Lines {
  /** Scripts that run where they stand: classic ones, external and inline. */
  here: Promise<void>
  /** Those that run once the whole page is there: modules, and external ones with `defer`. */
  later: Promise<void>
  waiting: number
}

/**
 * Keeps the order that the HTML standard promises (scripting, «prepare the script element», steps 31 to 34): `async`
 * ones run as they come, the classic ones in the page's order, then the deferred ones and modules in theirs.
 * Scripts that come after the page has been read do not wait for those of the page, as no script does that a
 * page's own code adds; those that come together keep their order.
 */
export function scriptOrder(document: Document): ScriptOrder {
  const none = Promise.resolve()
  const isParsed = () => document.readyState !== 'loading'
  const whole = isParsed()
    ? none
    : new Promise<void>((resolve) => {
        // After the page's own deferred scripts.
        document.addEventListener('DOMContentLoaded', () => resolve(), { once: true })
      })
  const ofPage: Lines = { here: none, later: whole, waiting: 0 }
  const lines = new WeakMap<Element, Lines>()
  let parsed = false

  return {
    meet(scripts) {
      const together = parsed ? { here: none, later: none, waiting: 0 } : ofPage
      for (const script of scripts) if (!lines.has(script)) lines.set(script, together)
      parsed = isParsed()
    },
    run(script, start, ahead) {
      const own = lines.get(script) ?? ofPage
      const quietly = async () => {
        try {
          await start()
        } catch {
          // the browser refused it, and has said so in the console
        }
      }
      const inTurn = () => quietly().then(() => void own.waiting--)
      const external = script.hasAttribute('src')
      const module = isModule(script)
      if (script.hasAttribute('async') && (external || module)) {
        quietly()
        return
      }
      if (own.waiting++) ahead()
      if (module || (external && script.hasAttribute('defer')))
        own.later = own.later.then(() => own.here).then(inTurn)
      else own.here = own.here.then(inTurn)
    },
  }
}

/** How a marked script says that it is a module; its `type` is what keeps it inert. */
export function isModule(script: Element): boolean {
  return script.getAttribute('data-type') === 'module'
}
