import type { Inaccessibility } from './inaccessibility.ts'
import { type Part, standing } from './part.ts'
import { type Heard, heardOn } from './tree.ts'

const PRESSED = ['button', 'link', 'switch', 'checkbox', 'DisclosureTriangle', 'textbox', 'combobox']

/** Roles, names and states as assistive technology gets them. */
export const names: Part = {
  finds: ['AX-1', 'AX-9', 'AX-10', 'AX-11'],
  async look(page) {
    const there = await standing(page)
    const heard = await heardOn(page)
    const found: Inaccessibility[] = []
    const has = (role: string) => heard.some((one) => one.role === role && one.name !== '')
    if (there.includes('preferences')) {
      if (!has('dialog')) found.push({ rule: 'AX-1', message: 'preferences: no dialog with a name is heard' })
    } else if (there.includes('banner') && !has('region') && !has('dialog'))
      found.push({ rule: 'AX-1', message: 'banner: no region with a name is heard' })
    for (const one of heard) found.push(...wrong(one))
    if (there.includes('banner') && !there.includes('preferences') && !heard.some(isLive))
      found.push({ rule: 'AX-11', message: 'banner: no live region stands ready in what is heard' })
    return found
  },
}

function* wrong({ role, name, states }: Heard): Generator<Inaccessibility> {
  if (PRESSED.includes(role) && !/[\p{L}\p{N}]/u.test(name))
    yield { rule: 'AX-1', message: `a ${role} is heard without a name, got "${name}"` }
  if (role === 'checkbox')
    yield { rule: 'AX-9', message: `«${name}» is heard as a checkbox, not as a switch` }
  if (role === 'DisclosureTriangle' && !('expanded' in states))
    yield { rule: 'AX-10', message: `«${name}» is heard without whether it is open` }
}

function isLive({ role, states }: Heard): boolean {
  return role === 'status' || role === 'alert' || states.live === 'polite' || states.live === 'assertive'
}
