import { expect, it, vi } from 'vitest'
import { consoleTransport } from './console-transport.ts'
import { fakeSending } from './fakes.ts'

it('shows each record to a developer, readable where it can be read, and counts for nothing', async () => {
  const info = vi.spyOn(console, 'info').mockImplementation(() => {})
  const transport = consoleTransport()
  expect(transport).toMatchObject({ name: 'console', copy: true })
  const secret = 'the secret'
  expect(await transport.send(['{"v":1}', 'nonsense'], { ...fakeSending, secret })).toEqual({
    ok: true,
    results: [],
  })
  expect(info.mock.calls).toEqual([
    ['[proof] record', { v: 1 }],
    ['[proof] record', 'nonsense'],
  ])
  info.mockRestore()
})
