import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { raw } from 'hono/html'
import { type Html, html } from './html.ts'
import type { Place } from './places.ts'
import { STYLE } from './style.ts'

export interface PageOptions {
  /** What the ledger's addresses begin with. */
  readonly base: string
  readonly title: string
  readonly body: Html
  /** Where this holder may go; empty for who is not signed in. */
  readonly places?: readonly Place[] | undefined
  /** The path of the place that this page is. */
  readonly here?: string | undefined
  readonly who?: Who | undefined
  /** Our own script of this page, a constant. @default none */
  readonly script?: string | undefined
  /** Fill the width: tables. @default false */
  readonly wide?: boolean | undefined
}

export interface Who {
  readonly name: string
  readonly role: string
  readonly sites: readonly string[] | null
  /** Goes into every form that changes something. */
  readonly formToken: string
}

type Status = 200 | 400 | 401 | 403 | 404 | 429 | 503

/** Answers with a page. Nothing is fetched but, where a page has a script, what that asks us (threat model H1). */
export async function answerPage(context: Context, options: PageOptions, status: Status = 200) {
  return context.html(await page(options), status, {
    'content-security-policy': policyOf(options.script),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // `no-referrer` would make browsers send `Origin: null` with our forms.
    'referrer-policy': 'same-origin',
  })
}

/** The forms of a page carry this. */
export function formToken({ formToken }: Who): Html {
  return html`<input type="hidden" name="token" value="${formToken}">`
}

function policyOf(script: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    ...(script ? [`script-src ${hashOf(script)}`, "connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function page({ base, title, body, places = [], here, who, script, wide = false }: PageOptions): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Consent ledger</title><style>${raw(STYLE)}</style></head><body>
<a class="skip" href="#main">Skip to the page</a>
<header class="top"><div class="bar"><strong>Consent ledger</strong>${who ? signedIn(base, who) : null}</div>
${places.length ? navigation(base, places, here) : html`<div class="bar"></div>`}</header>
<main id="main" class="${wide ? 'wide' : 'narrow'}">
${body}
</main>${script ? html`<script>${raw(script)}</script>` : null}</body></html>
`
}

function navigation(base: string, places: readonly Place[], here: string | undefined): Html {
  return html`<nav aria-label="Pages"><ul>${places.map(
    ({ path, title }) =>
      html`<li><a href="${base}${path}"${path === here ? html` aria-current="page"` : null}>${title}</a></li>`,
  )}</ul></nav>`
}

function signedIn(base: string, who: Who): Html {
  const { name, role, sites } = who
  return html`<div class="who"><span><bdi>${name}</bdi> · ${role} · <bdi>${sites ? sites.join(', ') : 'all sites'}</bdi></span>
<form method="post" action="${base}/sign-out">${formToken(who)}<button class="quiet">Sign out</button></form></div>`
}
