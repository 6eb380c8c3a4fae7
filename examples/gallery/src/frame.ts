import { createShop, type ShopOptions } from '@latchkey/example-storefront'
import type { FrameChoice } from './choice.ts'
import { type Surface, surfaces } from './surfaces.ts'
import { themeSheet } from './themes.ts'

/** Properties of the SDK that the shop sets; without them its own colours hold. */
const OWN = 'surface text muted line accent on-accent radius font'.split(' ')

/** An origin of its own, and nobody to talk to but the gallery. */
const APART = `sandbox allow-scripts allow-forms allow-popups allow-downloads; default-src 'self' 'unsafe-inline' data:`

/**
 * A page of the shop with one surface on it. Frames beside each other share no answers, and the shop's visitor keeps theirs.
 */
export async function frame(choice: FrameChoice, sdk: string | undefined): Promise<Response> {
  const surface = surfaces.find(({ id }) => id === choice.surface)
  if (!surface) return new Response('Not here.\n', { status: 404 })
  const german = choice.lang === 'de'
  const shop = createShop(await options(choice, surface, sdk))
  const answer = await shop.fetch(
    new Request(
      `http://gallery.invalid${german ? '/de' : ''}${surface.path === '/' && german ? '' : surface.path}`,
    ),
  )
  const page = (await answer.text())
    // In a layer, so that whatever a frame sets wins over the shop's own.
    .replace(
      '<link rel="stylesheet" href="/assets/shop.css">',
      '<style>@import url(/assets/shop.css) layer(shop);</style>',
    )
    // To a page without an origin its own server is another's.
    .replace('<script async src=', '<script async crossorigin src=')
    .replaceAll('href="#privacy-choices"', surface.ownLink === false ? 'href="/privacy"' : '$&')
  return new Response(page, {
    status: answer.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': APART,
      'cache-control': 'no-cache',
    },
  })
}

async function options(
  { lang = 'en', scheme, theme, region }: FrameChoice,
  { tag, calls = [], signal, shows }: Surface,
  sdk: string | undefined,
): Promise<ShopOptions> {
  return {
    sdk,
    tag: { region: 'DE', records: '/gallery/records', ...tag, ...(region ? { region } : {}), lang },
    // The shop's sentence about its people is in two languages only.
    config: lang === 'en' || lang === 'de' ? {} : { chat: { ai: true, email: 'hello@linden-oak.example' } },
    head: [
      '<script src="/gallery/assets/keep-focus.js"></script>',
      scheme && `<style>:root{color-scheme:${scheme}}</style>`,
      theme && `<style>${theme === 'none' ? without(OWN) : await themeSheet(theme)}</style>`,
      signal &&
        `<script>Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })</script>`,
    ]
      .filter(Boolean)
      .join('\n'),
    foot: `<script>
window.$latchkey = window.$latchkey || []
$latchkey.push(...${JSON.stringify(calls)})
</script>
<script src="/gallery/assets/reveal.js" data-shows='${shows}'></script>`,
  }
}

function without(properties: readonly string[]): string {
  return `:root{${properties.map((name) => `--latchkey-${name}:initial`).join(';')}}`
}
