import type { Address, Vector } from '../vector.ts'
import { add } from './make.ts'

/** Navigations that page code starts into a frame. */
export function forms(): readonly Vector[] {
  const form = ({ into }: Address, action: string) => {
    const target = `lab-${Math.random()}`
    add(into, 'iframe', { name: target })
    return add(into, 'form', { method: 'post', target, action })
  }
  return [
    { id: 'form-submit', fire: (at) => form(at, at.url('html')).submit() },
    { id: 'form-request-submit', fire: (at) => form(at, at.url('html')).requestSubmit() },
    {
      id: 'form-action-attribute',
      fire(at) {
        const own = form(at, '/frame')
        add(own, 'button', { formAction: at.url('html') }).click()
      },
    },
    {
      id: 'link-click',
      fire(at) {
        const target = `lab-${Math.random()}`
        add(at.into, 'iframe', { name: target })
        add(at.into, 'a', { href: at.url('html'), target }).click()
      },
    },
    {
      id: 'a-ping',
      fire({ url, into }) {
        add(into, 'a', { ping: url('json'), href: '#ping' }).click()
      },
    },
  ]
}
