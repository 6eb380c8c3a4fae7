import { isRed, runLab } from '@latchkey/bench/leaks'
import { expect, test } from '@playwright/test'

test('no request to a listed host leaves before, after a refusal or after a withdrawal, and all do once granted', async () => {
  test.setTimeout(180_000)
  const { cells } = await runLab({
    subjects: ['latchkey'],
    engines: ['chromium'],
    states: ['before', 'denied', 'granted', 'withdrawn'],
    only: null,
    sdk: process.env.LATCHKEY_SDK,
    strict: true,
  })
  // Positive control: a lab in which little arrives shows little.
  expect(cells.filter(({ outcome }) => outcome === 'arrived').length).toBeGreaterThan(90)
  expect(
    cells.filter(isRed).map(({ outcome, state, vector }) => `${outcome} ${state} ${vector}`),
    'red cells',
  ).toEqual([])
})
