import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { type Engine, isInstalled } from './departures/browsers.ts'
import { runKills } from './departures/kill.ts'
import { runDepartures, WAYS } from './departures/leave.ts'
import { runStorage } from './departures/storage.ts'
import { runTabs } from './departures/tabs.ts'
import { rare } from './variants.ts'

const sdk = process.env.LATCHKEY_SDK ?? fileURLToPath(new URL('../../embed/dist', import.meta.url))
const engines: readonly Engine[] = ['chromium', 'firefox']

// One or two of each: `npm run departures` does fifty. They start browsers of their own, to kill them.
test.describe.configure({ timeout: 300_000 })

for (const engine of engines) {
  test.describe(engine, rare(engine === 'firefox'), () => {
    test.skip(!isInstalled(engine), `${engine} is not installed`)

    for (const way of WAYS)
      test(`${way} in the press’s own task loses and doubles nothing (D1, D2, D7)`, async () => {
        const found = await runDepartures({ engine, sdk, ways: [way], times: 1 })
        expect(found).toEqual({ made: 1, lost: [], doubled: [], unmade: [] })
      })

    test('storage that is broken in sixteen ways leaves the shop usable, and everything off before a grant (D4)', async () => {
      expect(await runStorage({ engine, sdk })).toEqual([])
    })
  })
}

test('the whole browser killed once the decision is stored loses nothing (D2)', async () => {
  expect(await runKills({ sdk, times: 1, after: 'stored' })).toEqual({ made: 1, lost: 0, doubled: 0 })
})

test('without a journal the same run finds lost decisions', async () => {
  const { lost } = await runDepartures({
    engine: 'chromium',
    sdk,
    ways: ['close'],
    times: 1,
    noJournal: true,
  })
  expect(lost).toEqual(['chromium close 1, ledger down'])
})

test('an error that nobody catches would be seen, and a decision that is lost', async () => {
  const found = await runStorage({
    engine: 'chromium',
    sdk,
    ways: {
      'a bug'() {
        void Promise.reject(new Error('seeded'))
      },
      'no network'() {
        window.fetch = () => new Promise(() => {})
      },
    },
  })
  expect(found).toEqual(['chromium, a bug: uncaught: Error: seeded', 'chromium, no network: arrived 0 times'])
})

test('eight tabs, of which some are killed, lose and double nothing (D5)', async () => {
  const { made, lost, doubled } = await runTabs({ engine: 'chromium', sdk, decisions: 10 })
  expect({ lost, doubled }).toEqual({ lost: [], doubled: 0 })
  expect(made).toBeGreaterThan(5)
})
