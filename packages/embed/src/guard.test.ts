import { createStore } from '@latchkey/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import latchkeySchema from '../latchkey.schema.json' with { type: 'json' }
import { catalogue } from './catalogue.ts'
import { start } from './chunks/guard.ts'
import { readConfig } from './config.ts'

let leave: (() => void) | undefined
afterEach(() => {
  leave?.()
  leave = undefined
})

/** The hosts that the guard of a page with this set-up stops while nothing is granted. */
function guarded(settings: object, hosts: readonly string[]) {
  const page = document.implementation.createHTMLDocument()
  const script = page.createElement('script')
  script.type = 'application/json'
  script.id = 'latchkey-config'
  script.textContent = JSON.stringify({ controller: 'Linden Ltd', privacy: '/privacy', ...settings })
  page.head.append(script)
  const { config } = readConfig(page, null)
  const report = vi.fn()
  const store = createStore({ version: '1', purposes: config.purposes })
  leave = start({ config, report })(store) ?? undefined
  const stopped = hosts.filter((host) => {
    const image = document.createElement('img')
    image.setAttribute('src', `https://${host}/`)
    return !image.hasAttribute('src')
  })
  const odd = report.mock.calls.map(([problem]) => problem).filter(({ code }) => code !== 'C206')
  return { stopped, odd }
}

describe('the script tag’s guard', () => {
  it('knows the hosts of every service', async () => {
    for (const [name, { load }] of Object.entries(catalogue)) {
      const { hosts = [] } = (await load()).create({ id: 'G-LINDEN0AK1', needs: 'analytics' })
      expect(hosts, name).not.toEqual([])
      const names = hosts.map((host) => host.replace('*', 'a'))
      const id = { ga4: ':G-LINDEN0AK1', gtm: ':GTM-LINDEN1', 'meta-pixel': ':1234567890123', youtube: '' }[
        name
      ]
      const settings = { purposes: { analytics: `${name}${id ?? ':abcdefgh12'}` } }
      if (name === 'intercom') settings.purposes.analytics = 'intercom:abcd1234'
      expect(guarded(settings, [...names, 'cdn.shop.example']), name).toEqual({ stopped: names, odd: [] })
      leave?.()
    }
  })

  it('takes further hosts from a purpose, and from a service’s own options', () => {
    const settings = {
      purposes: {
        marketing: {
          hosts: ['px.example', '*.tracker.example'],
          services: { service: 'gtm', id: 'GTM-LINDEN1', hosts: ['tag.example'] },
        },
      },
    }
    const hosts = [
      'px.example',
      'a.tracker.example',
      'tracker.example',
      'tag.example',
      'www.googletagmanager.com',
    ]
    expect(guarded(settings, hosts)).toEqual({
      stopped: hosts.filter((host) => host !== 'tracker.example'),
      odd: [],
    })
  })

  it('leaves out what is no host, and says so (C107)', () => {
    const settings = {
      purposes: { marketing: { hosts: ['https://px.example/', '*', 'localhost', 7, 'px.example'] } },
    }
    const { stopped, odd } = guarded(settings, ['px.example', 'other.example'])
    expect(stopped).toEqual(['px.example'])
    const where = 'latchkey-config: purposes.marketing.hosts'
    expect(odd).toMatchObject([
      { code: 'C107', where, got: 'https://px.example/' },
      { code: 'C107', where, got: '*' },
      { code: 'C107', where, got: 'localhost' },
      { code: 'C107', where, got: 'number' },
    ])
  })

  it('takes the hosts that the schema takes', () => {
    const [, detail] = latchkeySchema.$defs.purpose.anyOf
    const pattern = new RegExp(detail?.properties?.hosts.items.pattern ?? '(?!)')
    for (const host of ['px.example', '*.tracker.example', 'a-b.c.example']) expect(host).toMatch(pattern)
    for (const host of ['https://px.example', '*', '*.*.example', 'px.example/a', 'localhost', 'PX.example'])
      expect(host).not.toMatch(pattern)
  })
})
