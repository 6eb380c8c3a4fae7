import { listen } from '../listen.ts'
import type { Hook } from './realm.ts'

/** Forms and pings ask when they are used, wherever their address came from. */
export const leaving: Hook = ({ window, patch, refuses, clean, leave }) => {
  patch(window.HTMLFormElement.prototype, 'submit', (go, _, self) =>
    refuses((self as Element).getAttribute('action')) ? undefined : go(),
  )
  const submitted = (event: SubmitEvent) => {
    const { target, submitter } = event
    const form = target instanceof window.Element ? target.getAttribute('action') : null
    if (refuses(submitter?.getAttribute('formaction') ?? form)) event.preventDefault()
  }
  // A link that a shopper follows is the shopper's; one that loads into a frame of the page is not.
  const intoFrame = (name: unknown, address: unknown) =>
    refuses(address) &&
    [...window.document.querySelectorAll('iframe')].some((frame) => frame.name && frame.name === name)
  patch(window, 'open', (go, args) => (intoFrame(args[1], args[0]) ? null : go()))
  const pressed = (event: Event) => {
    const link = event.target instanceof window.Element && event.target.closest('a,area')
    if (!link) return
    const ping = link.getAttribute('ping')
    if (ping) link.setAttribute('ping', clean(ping))
    if (intoFrame(link.getAttribute('target'), link.getAttribute('href'))) event.preventDefault()
  }
  leave(listen(window, 'submit', submitted, true))
  for (const type of ['click', 'auxclick']) leave(listen(window, type, pressed, true))
}
