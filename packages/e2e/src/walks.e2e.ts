import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { runWalks, said } from './walks/run.ts'
import { seeded, seeds } from './walks/seeds.ts'

const sdk = process.env.LATCHKEY_SDK ?? fileURLToPath(new URL('../../embed/dist', import.meta.url))

// Few walks, and always the same: `npm run walks` goes a thousand others.
test('on random walks state, storage, records and requests agree after every step (LR-1, LR-14, T-3, T-12)', async () => {
  test.setTimeout(180_000)
  const run = await runWalks({ walks: 5, seed: 1, sdk, atMost: 20_000 })
  expect(run.found && said(run.found)).toBe(null)
  expect(run.steps).toBeGreaterThan(10)
})

test('random walks find it when the guard does not stand in front of fetch', async () => {
  test.setTimeout(180_000)
  const { breaks, sign } = seeds.fetch
  const folder = seeded(sdk, breaks)
  try {
    const { found } = await runWalks({ walks: 30, seed: 11, sdk: folder, shorten: false })
    expect(found && said(found)).toMatch(sign)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
