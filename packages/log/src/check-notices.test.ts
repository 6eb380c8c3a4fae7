import { expect, test } from 'vitest'
import { checkNotices } from './check-notices.ts'
import { digestOf } from './export.example.ts'

type Notice = readonly [document: string, digest?: string]

/** What fails for these notices, of which records name those of `named`. */
function failed(lines: readonly Notice[], named: readonly string[]): string[] {
  const said: string[] = []
  const notices = checkNotices((code, line, seq, message) => said.push([code, line, seq, message].join(' ')))
  for (const digest of named) notices.name(digest, 2, 0)
  for (const [i, [document, digest = digestOf(document)]] of lines.entries())
    notices.add({ kind: 'notice', digest, document }, i + 3)
  expect(notices.count()).toBe(lines.length)
  return said
}
const [a = '', b = ''] = Array.from({ length: 20 }, (_, i) => `{"é":${i}}`).toSorted((x, y) =>
  digestOf(x) < digestOf(y) ? -1 : 1,
)
const both = [a, b].map(digestOf)
const notHis = (line: number) =>
  `notice ${line}  The notice on line ${line} is not the one that its digest names.`
const twice = (line: number) => `notice ${line}  The notice on line ${line} stands twice or out of order.`

test.each<[string, readonly Notice[], readonly string[], readonly string[]]>([
  ['notices in the order of their digests', [[a], [b]], both, []],
  ['no notice', [], [], []],
  ['a notice that was changed', [[`${a} `, digestOf(a)]], both, [notHis(3)]],
  ['a notice with another digest', [[a, digestOf(b)]], both, [notHis(3)]],
  [
    'half a character, whose bytes are another’s',
    [['\ud800', digestOf('\ufffd')]],
    [digestOf('\ufffd')],
    [notHis(3)],
  ],
  ['a notice that stands twice', [[a], [a], [b]], both, [twice(4)]],
  ['notices out of order', [[b], [a]], both, [twice(4)]],
  [
    'a notice that no record names',
    [[a], [b]],
    both.slice(1),
    ['notice 3  No record in this file names the notice on line 3.'],
  ],
])('%s', (_, lines, named, expected) => {
  expect(failed(lines, named)).toEqual(expected)
})

test('a notice that records name and that is not there is remarked once, where it was named first', () => {
  const notices = checkNotices(() => expect.fail('nothing fails'))
  notices.name(digestOf(a), 2, 0)
  notices.name(digestOf(b), 3, 1)
  notices.name(digestOf(b), 4, 2)
  notices.add({ kind: 'notice', digest: digestOf(a), document: a }, 5)
  expect(notices.findings()).toEqual([
    {
      ...{ code: 'notice', severity: 'remark', line: 3, seq: 1 },
      message: 'The notice that entry 1 names was never handed to the ledger.',
    },
  ])
})
