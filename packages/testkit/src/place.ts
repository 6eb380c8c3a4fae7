import type { BrowserContext } from '@playwright/test'

/**
 * Lets every page of the context believe that its server said where the shopper is: `DE`, `US-CA`. It fills in what
 * the SDK reads (`data-region` of the script tag, `region` of `#latchkey-config`, `<meta name="latchkey-place">`) before the
 * SDK does, whatever the server wrote. A page that gets its place another way, in its own bundle say, has to be told by
 * its own server.
 *
 * @example
 * await withPlace(context, 'US-CA')
 * await page.goto('/')
 * await bannerOf(page).seeNone() // opt-out: nobody asks
 */
export async function withPlace(context: BrowserContext, place: string): Promise<void> {
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(place))
    throw new Error(`[testkit] withPlace: expected a place like DE or US-CA, got ${JSON.stringify(place)}.`)
  await context.addInitScript((place) => {
    const mend = () => {
      for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="latchkey-place"]'))
        if (meta.content !== place) meta.content = place
      for (const script of document.querySelectorAll('script')) {
        if (script.id === 'latchkey-config') mendConfig(script)
        else if (/(^|\/)latchkey[^/]*\.js($|[?#])/.test(script.getAttribute('src') ?? ''))
          script.dataset.region = place
      }
    }
    const mendConfig = (script: HTMLScriptElement) => {
      try {
        const config: unknown = JSON.parse(script.text)
        if (config instanceof Object && 'region' in config && config.region !== place)
          script.text = JSON.stringify({ ...config, region: place })
      } catch {
        // Half a text, or a broken one: the SDK says what is wrong with it.
      }
    }
    // Runs between the parser's steps, so ahead of a script that the parser has just met.
    new MutationObserver(mend).observe(document, { childList: true, subtree: true })
    mend()
  }, place)
}
