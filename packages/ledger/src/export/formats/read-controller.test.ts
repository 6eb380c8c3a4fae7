import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readController } from './read-controller.ts'

const example = readFileSync(
  join(import.meta.dirname, '../../../../../examples/ledger/controller.json'),
  'utf8',
)

test('the example is one, and says all that a 27560 record asks for', () => {
  const controller = readController(example)
  const { id, name, address, contact, privacy, withdrawal, rights, authority, validity } = controller
  for (const said of [id, name, address, contact, privacy, withdrawal, rights, authority, validity])
    expect(said).toBeTruthy()
})

test.each([
  ['', 'controller: expected JSON'],
  ['[]', 'controller: expected'],
  ['{"adress":"x"}', 'controller.adress: expected a key that is known'],
  ['{"name":7}', 'controller.name: expected string'],
  ['{"name":"two\\nlines"}', 'controller.name: expected one line'],
  ['{"validity":{"granted":"half a year"}}', 'controller.validity.granted: expected one line'],
  ['{"validity":{"granted":"P"}}', 'controller.validity.granted: expected'],
  ['{"everyPurpose":{"retention":"13 months"}}', 'controller.everyPurpose.retention: expected'],
  ['{"purposes":{"Marketing":{}}}', 'controller.purposes.Marketing: expected'],
  ['{"purposes":{"marketing":{"recipients":"Meta"}}}', 'controller.purposes.marketing.recipients: expected'],
])('%j is refused: %s', (json, sentence) => {
  expect(() => readController(json)).toThrow(`[ledger] ${sentence}`)
})
