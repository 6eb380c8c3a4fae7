import { expect, it } from 'vitest'
import { gpcJson } from './gpc-json.ts'

it('serves the resource that the GPC specification describes', async () => {
  const response = await gpcJson({ lastUpdate: '2026-11-22' }).request('/.well-known/gpc.json')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.text()).toBe('{"gpc":true,"lastUpdate":"2026-11-22"}')
})

it('serves nothing else', async () => {
  const app = gpcJson({ lastUpdate: '2026-11-22' })
  expect((await app.request('/.well-known/other')).status).toBe(404)
  expect((await app.request('/.well-known/gpc.json', { method: 'POST' })).status).toBe(404)
})

it.each(['', 'today', '2026-02-30', '2026-11-22T00:00:00Z', '22.11.2026'])(
  'refuses %j as a day',
  (lastUpdate) => {
    expect(() => gpcJson({ lastUpdate })).toThrow('[ledger] gpc.json: expected a day like 2026-11-22.')
  },
)
