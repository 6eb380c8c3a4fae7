import { escapeHtml, type Markup, raw } from '../html.ts'
import { drawings } from './products.ts'

/** Which cloth a piece is drawn in. */
const tones: Readonly<Record<string, string>> = {
  halden: 'sage',
  brede: 'rust',
  tarn: 'sky',
  moss: 'clay',
  fjell: 'plum',
  karst: 'sage',
  moor: 'sun',
  lund: 'sun',
  sund: 'sky',
  dune: 'clay',
}

const hanging = new Set(['moor'])

/** One product in its corner of a room. */
export function picture(slug: string, title: string): Markup {
  const tone = tones[slug] ?? 'sage'
  const shadow = hanging.has(slug)
    ? ''
    : `<ellipse class="shade" cx="200" cy="335" rx="${slug === 'dune' ? 0 : 140}" ry="13"/>`
  return svg(
    `art tone-${tone}`,
    '0 0 400 400',
    title,
    `<path class="wall" d="M0 0h400v292H0z"/><path class="floor" d="M0 292h400v108H0z"/>
    <path class="halo" d="M76 292V190C76 116 130 62 200 62s124 54 124 128v102z"/>${shadow}${drawings[slug] ?? ''}`,
  )
}

/** The room on the home page. */
export function room(title: string): Markup {
  return svg(
    'art room tone-sage',
    '0 0 1200 680',
    title,
    `<path class="wall" d="M0 0h1200v500H0z"/><path class="floor" d="M0 500h1200v180H0z"/>
    <path class="board" d="M0 500h1200v8H0z"/>
    <path class="board" d="M0 560h1200M0 618h1200M180 508v52M520 508v52M860 508v52M330 560v58M720 560v58M1040 560v58" fill="none"/>
    <path class="frame" d="M450 400V200c0-82 60-140 140-140s140 58 140 140v200z"/>
    <path class="sky" d="M464 386V202c0-74 54-126 126-126s126 52 126 126v184z"/>
    <circle class="sun" cx="650" cy="176" r="34"/>
    <path class="hill1" d="M464 316c50-40 92-46 132-22s80 18 120-14v106H464z"/>
    <path class="hill2" d="M464 352c60-30 110-16 150-6s70 2 102-16v56H464z"/>
    <path class="framing" d="M590 62v338M450 236h280" fill="none"/>
    <path class="frame" d="M438 396h304v14H438z"/>
    <g class="tone-clay"><path class="f1" d="M300 566h640l120 84H180z"/><path class="f2" d="M276 582h688l22 16H254zM222 622h796l18 12H206z"/><path class="ps" d="M244 610c20-8 32 8 52 0s32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 32 8 52 0 20 4 30 0" fill="none" stroke-width="3" opacity=".6"/></g>
    <ellipse class="shade" cx="250" cy="548" rx="216" ry="14"/><g transform="translate(10 130) scale(1.22)">${drawings.karst}</g>
    <g class="tone-sun" transform="translate(1182 20) scale(-1.45 1.45)">${drawings.lund}</g>
    <ellipse class="shade" cx="790" cy="604" rx="170" ry="16"/><g class="tone-rust" transform="translate(550 180) scale(1.24)">${drawings.brede}</g>
    <ellipse class="shade" cx="560" cy="612" rx="80" ry="10"/><g class="tone-sky" transform="translate(420 348) scale(.78)">${drawings.moss}</g>`,
  )
}

function svg(classes: string, box: string, title: string, inside: string): Markup {
  const label = title ? `role="img" aria-label="${escapeHtml(title)}"` : 'aria-hidden="true"'
  return raw(
    `<svg class="${classes}" viewBox="${box}" ${label} preserveAspectRatio="xMidYMid slice">${inside.replaceAll(/\s*\n\s*/g, '')}</svg>`,
  )
}
