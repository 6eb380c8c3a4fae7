import type { AccessibilityRule } from '@latchkey/testkit/accessibility'
import { attribute, done, listener, type Spoil, styled } from './spoil.ts'

/** A defect that the check has to catch, under its rule. */
export interface Seed {
  readonly rule: AccessibilityRule
  readonly what: string
  readonly spoil: Spoil
  /** Where it shows. @default 1280 × 800 */
  readonly window?: { readonly width: number; readonly height: number }
}

const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 256 }

/** Defects of the banner, and of the page around it. */
export const onBanner: readonly Seed[] = [
  { rule: 'AX-1', what: 'no name', spoil: attribute('.banner', 'aria-labelledby', null) },
  { rule: 'AX-1', what: 'a role that is none', spoil: attribute('.banner', 'role', 'presentation') },
  { rule: 'AX-1', what: 'said to be modal', spoil: attribute('.banner', 'aria-modal', 'true') },
  {
    rule: 'AX-1',
    what: 'a page made inert',
    spoil: done(
      `const main = document.querySelector('main'); main.inert = true; return () => { main.inert = false }`,
    ),
  },
  {
    rule: 'AX-1',
    what: 'a page that does not scroll',
    spoil: done(
      `const { style } = document.body; style.overflow = 'hidden'; return () => { style.overflow = '' }`,
    ),
  },
  {
    rule: 'AX-1',
    what: 'a wall over the page',
    spoil: styled('.root::before{content:"";position:fixed;inset:0}'),
  },
  {
    rule: 'AX-2',
    what: 'the focus taken',
    spoil: done(
      `const button = root.querySelector('[data-latchkey-action=reject]'); button.focus(); return () => button.blur()`,
    ),
  },
  {
    rule: 'AX-2',
    what: 'last in the tab order',
    spoil: done(
      `const { host } = root; document.body.append(host); return () => document.body.prepend(host)`,
    ),
  },
  {
    rule: 'AX-2',
    what: 'a switch that Tab leaves out',
    spoil: attribute('[data-latchkey-purpose]', 'tabindex', '-1'),
  },
  {
    rule: 'AX-2',
    what: 'a focus that goes to «accept» when the panel opens',
    // From one control of the root to the next, the page hears nothing.
    spoil: done(`
      const listen = () => { if (root.activeElement?.id === 'choices') root.querySelector('dialog [data-latchkey-action=accept]').focus() }
      root.addEventListener('focusin', listen)
      return () => root.removeEventListener('focusin', listen)`),
  },
  {
    rule: 'AX-2',
    what: 'a focus that does not come back',
    spoil: done(`
      const { focus } = HTMLElement.prototype
      let closing = false
      const listen = (event) => { closing = event.key === 'Escape' && root.querySelector('dialog') !== null }
      document.addEventListener('keydown', listen, true)
      HTMLElement.prototype.focus = function (options) { if (!closing) focus.call(this, options) }
      return () => { HTMLElement.prototype.focus = focus; document.removeEventListener('keydown', listen, true) }`),
  },
  {
    rule: 'AX-4',
    what: 'no room for what has the focus',
    window: PHONE,
    spoil: done(`
      const { style } = document.documentElement
      const names = ['scroll-padding-bottom', 'padding-bottom']
      const before = names.map((name) => style.getPropertyValue(name))
      for (const name of names) style.removeProperty(name)
      return () => names.forEach((name, index) => style.setProperty(name, before[index]))`),
  },
  {
    rule: 'AX-5',
    what: 'low buttons',
    spoil: styled('.main{min-height:30px!important;padding:0!important}'),
  },
  { rule: 'AX-5', what: 'low links', spoil: styled('.links .link{min-height:0!important}') },
  { rule: 'AX-6', what: 'pale text', spoil: styled('.banner p{color:#999!important}') },
  {
    rule: 'AX-6',
    what: 'pale text in the dark alone',
    spoil: styled('@media(prefers-color-scheme:dark){.banner small{color:#555!important}}'),
  },
  { rule: 'AX-6', what: 'a switch with a pale edge', spoil: styled('input{border-color:#ddd!important}') },
  {
    rule: 'AX-6',
    what: 'a pale knob',
    spoil: styled('input:not(:checked)::before{background:#ddd!important}'),
  },
  {
    rule: 'AX-6',
    what: 'a switch that is pale when it is on',
    spoil: styled('input:checked{background:#ddd!important;border-color:#ddd!important}'),
  },
  { rule: 'AX-6', what: 'a focus without a sign', spoil: styled(':focus-visible{outline:0!important}') },
  {
    rule: 'AX-6',
    what: 'a focus with a pale sign',
    spoil: styled(':focus-visible{outline-color:#e8e8e8!important}'),
  },
  {
    rule: 'AX-7',
    what: 'text that cannot be scrolled to',
    window: SMALL,
    spoil: styled('.banner .scroll{overflow:hidden!important}'),
  },
  {
    rule: 'AX-7',
    what: 'buttons wider than the window',
    window: SMALL,
    spoil: styled('.banner .bar{min-inline-size:600px!important}'),
  },
  {
    rule: 'AX-7',
    what: 'no way to scroll a low window',
    window: SMALL,
    spoil: styled('.banner{max-block-size:none!important}.banner .scroll{overflow:visible!important}'),
  },
  {
    rule: 'AX-7',
    what: 'a height that text spacing does not fit',
    spoil: done(`
      const text = root.querySelector('.banner p')
      text.style.cssText = 'overflow:hidden;height:' + text.offsetHeight + 'px'
      return () => text.removeAttribute('style')`),
  },
  { rule: 'AX-7', what: 'text in pixels', spoil: styled('.banner p{font-size:14px!important}') },
  { rule: 'AX-8', what: 'a transition', spoil: styled('.banner{transition:translate .3s}') },
  {
    rule: 'AX-8',
    what: 'an animation of a knob',
    spoil: styled('@keyframes x{to{scale:1.1}}input::before{animation:x 1s}'),
  },
  {
    rule: 'AX-8',
    what: 'buttons without a border in forced colours',
    spoil: styled('.main{border:0!important}'),
  },
  {
    rule: 'AX-8',
    what: 'a switch by colour alone',
    spoil: styled('@media(forced-colors:active){input{appearance:none!important}}'),
  },
  {
    rule: 'AX-8',
    what: 'colours of its own',
    spoil: styled('.outlined{forced-color-adjust:none}'),
  },
  { rule: 'AX-9', what: 'no role', spoil: attribute('[data-latchkey-purpose]', 'role', null) },
  { rule: 'AX-9', what: 'no word', spoil: styled('.word{display:none!important}') },
  {
    rule: 'AX-9',
    what: 'one word for both states',
    spoil: styled('.word :first-child{display:none!important}.word :last-child{display:inline!important}'),
  },
  {
    rule: 'AX-9',
    what: 'a switch that Space does not move',
    spoil: listener('keyup', `if (event.key === ' ') event.preventDefault()`),
  },
  {
    rule: 'AX-9',
    what: 'a switch that is on and cannot be moved',
    spoil: done(`
      const input = root.querySelector('[data-latchkey-purpose]')
      input.checked = input.disabled = true
      return () => { input.checked = input.disabled = false }`),
  },
  {
    rule: 'AX-11',
    what: 'a live region that is not rendered before its words',
    spoil: styled('.saved:empty{display:none!important}'),
  },
  { rule: 'AX-11', what: 'no live region', spoil: attribute('.saved', 'role', null) },
  { rule: 'AX-12', what: 'no language', spoil: attribute('.root', 'lang', null) },
  { rule: 'AX-12', what: 'the wrong direction', spoil: attribute('.root', 'dir', 'rtl') },
  {
    rule: 'AX-12',
    what: 'a letter that moves a switch',
    spoil: listener(
      'keydown',
      `if (event.key === 'a') root.querySelector('[data-latchkey-purpose]').click()`,
    ),
  },
]

/** Defects of the preferences. */
export const onPreferences: readonly Seed[] = [
  { rule: 'AX-1', what: 'no name', spoil: attribute('dialog', 'aria-labelledby', null) },
  {
    rule: 'AX-1',
    what: 'a button with a sign and no name',
    spoil: attribute('dialog [data-latchkey-action=close]', 'aria-label', null),
  },
  {
    rule: 'AX-2',
    what: 'a focus that starts on «accept»',
    spoil: done(`
      root.querySelector('dialog [data-latchkey-action=accept]').focus()
      return () => root.querySelector('#choices').focus()`),
  },
  {
    rule: 'AX-3',
    what: 'a panel that Escape does not close',
    spoil: listener('keydown', `if (event.key === 'Escape') event.preventDefault()`),
  },
  {
    rule: 'AX-6',
    what: 'a focus without a sign',
    spoil: styled('dialog .link:focus-visible{outline:0!important}'),
  },
  {
    rule: 'AX-10',
    what: 'a disclosure with another role',
    spoil: attribute('details summary', 'role', 'note'),
  },
  {
    rule: 'AX-10',
    what: 'a button that does not say whether it is open',
    spoil: attribute('dialog [data-latchkey-action=save]', 'aria-controls', 'choices'),
  },
  {
    rule: 'AX-10',
    what: 'a text that opens something',
    spoil: done(`
      const details = root.querySelector('details')
      const fake = document.createElement('div')
      fake.textContent = 'More'
      fake.style.cursor = 'pointer'
      fake.onclick = () => { details.hidden = !details.hidden }
      details.before(fake)
      return () => fake.remove()`),
  },
  {
    rule: 'AX-10',
    what: 'a disclosure that Enter does not open',
    spoil: listener(
      'keydown',
      `if (event.key === 'Enter' && root.activeElement?.localName === 'summary') event.preventDefault()`,
    ),
  },
  {
    rule: 'AX-1',
    what: 'a dialog that is not modal',
    spoil: done(`
      const dialog = root.querySelector('dialog')
      const copy = dialog.cloneNode(true)
      dialog.replaceWith(copy)
      return () => copy.replaceWith(dialog)`),
  },
]

/** Listeners of the page's that decide for the shopper; each ends the question. */
export const deciding: readonly Seed[] = [
  {
    rule: 'AX-3',
    what: 'Escape refuses',
    spoil: listener(
      'keydown',
      `if (event.key === 'Escape') root.querySelector('[data-latchkey-action=reject]')?.click()`,
    ),
  },
  {
    rule: 'AX-12',
    what: 'a letter refuses',
    spoil: listener(
      'keydown',
      `if (event.key === 'r') root.querySelector('[data-latchkey-action=reject]')?.click()`,
    ),
  },
]
