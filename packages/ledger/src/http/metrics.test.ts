import { expect, test } from 'vitest'
import { folder, ledgerIn, recordOf, secretOf, TOKEN } from '../ledger.example.ts'
import { parseOpenMetrics } from './open-metrics.example.ts'

test('metrics are OpenMetrics, to the letter, and say what happened', async () => {
  const { get, post } = await ledgerIn(folder())
  parseOpenMetrics(await (await get('/v1/metrics', TOKEN)).text())
  await post(secretOf('shopper'), [recordOf(secretOf('shopper')), 'broken'])
  await get('/nowhere')
  const response = await get('/v1/metrics', TOKEN)
  expect(response.headers.get('content-type')).toBe(
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  )
  const families = parseOpenMetrics(await response.text())
  const of = (family: string, sample: string) =>
    families.get(`latchkey_${family}`)?.samples.get(`latchkey_${family}${sample}`)
  expect({
    stored: of('records', '_total{status="stored"}'),
    rejected: of('records', '_total{status="rejected"}'),
    missing: of('requests', '_total{status="404"}'),
    entries: of('entries', ''),
    accepting: of('accepting', ''),
  }).toEqual({ stored: 1, rejected: 1, missing: 1, entries: 1, accepting: 1 })
  expect(of('commit_seconds', '_count')).toBeGreaterThan(0)
})

const ENTRIES = '# TYPE a gauge\n# HELP a What.\na 1\n'
test.each([
  ['no end', ENTRIES],
  ['something after the end', `${ENTRIES}# EOF\n\n`],
  ['an empty line', `${ENTRIES}\n# EOF\n`],
  ['a counter without _total', '# TYPE a counter\na 1\n# EOF\n'],
  ['a sample of nothing', 'a 1\n# EOF\n'],
  ['a family in two blocks', `${ENTRIES}# TYPE b gauge\nb 1\n# TYPE a gauge\na 2\n# EOF\n`],
  ['a sample twice', '# TYPE a gauge\na 1\na 1\n# EOF\n'],
  ['a label that is not escaped', '# TYPE a gauge\na{b="""} 1\n# EOF\n'],
  ['a value that is no number', '# TYPE a gauge\na one\n# EOF\n'],
  ['a type that nobody knows', '# TYPE a number\na 1\n# EOF\n'],
])('the reader of these tests refuses %s', (_, text) => {
  expect(() => parseOpenMetrics(text)).toThrow(/^expected/)
})
