import { isRed, latchkey, runLab, type State, type Subject, seeded } from '@latchkey/bench/leaks'
import { expect, test } from '@playwright/test'

const sdk = process.env.LATCHKEY_SDK

test('no request to a listed host leaves before, after a refusal or after a withdrawal, and all do once granted', async () => {
  test.setTimeout(120_000) // some 60 s where two tests share two cores
  const subject = await latchkey({ file: 'latchkey.js', folder: sdk })
  const cells = await measured(subject, ['before', 'denied', 'granted', 'withdrawn'])
  // Positive control: a lab in which little arrives shows little.
  expect(cells.filter(({ outcome }) => outcome === 'arrived').length).toBeGreaterThan(90)
  expect(
    cells.filter(isRed).map(({ outcome, state, vector }) => `${outcome} ${state} ${vector}`),
    'red cells',
  ).toEqual([])
})

for (const [hook, ways] of [
  ['fetches', ['fetch', 'fetch-request']],
  ['setters', ['set-attribute', 'attribute-value']],
] as const)
  test(`a guard without its hook «${hook}» is found out`, async () => {
    const cells = await measured(await seeded(hook, sdk), ['before'], ways)
    expect(cells.filter(isRed).map(({ vector }) => vector)).toEqual(ways)
  })

async function measured(subject: Subject, states: readonly State[], only: readonly string[] | null = null) {
  const { cells } = await runLab({
    subjects: [subject],
    engines: ['chromium'],
    states,
    only,
    oneControl: true,
    strict: true,
  })
  return cells
}
