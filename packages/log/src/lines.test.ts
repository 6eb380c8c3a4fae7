import { expect, test } from 'vitest'
import { type Line, linesOf } from './lines.ts'
import { utf8 } from './utf8.ts'

async function read(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<readonly Line[]> {
  const lines: Line[] = []
  for await (const line of linesOf(source)) lines.push(line)
  return lines
}
const texts = async (...chunks: readonly string[]) => (await read(chunks.map(utf8))).map(({ text }) => text)

test.each([
  ['nothing', [], []],
  ['an empty piece', [''], []],
  ['one line', ['a\n'], ['a']],
  ['empty lines', ['\n\na\n\n'], ['', '', 'a', '']],
  ['pieces that end with lines', ['a\n', 'b\n'], ['a', 'b']],
  ['pieces that end within lines', ['a', 'b\nc', 'd', '', 'e\nf\n'], ['ab', 'cde', 'f']],
  ['a newline that comes alone', ['a', '\n', '\n'], ['a', '']],
])('%s is cut into its lines', async (_, chunks, lines) => {
  expect(await texts(...chunks)).toEqual(lines)
})

test('lines are numbered from 1', async () => {
  expect(await read([utf8('a\nb\n'), utf8('c\n')])).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: 'b' },
    { number: 3, text: 'c' },
  ])
})

test('what has no newline at its end has no text', async () => {
  expect(await read([utf8('a\nb')])).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: null },
  ])
})

test('a line that is not UTF-8 has no text, and the next one has', async () => {
  expect(await read([Uint8Array.of(0xc3, 10, 97, 10)])).toMatchObject([{ text: null }, { text: 'a' }])
  const [first, second] = [utf8('é\n').slice(0, 1), utf8('é\n').slice(1)]
  expect(await read([first, second])).toMatchObject([{ text: 'é' }])
})

test('a line may have a million bytes; a longer one has no text, and the next one has', async () => {
  const long = 'x'.repeat(1_000_000)
  expect(await texts(`${long}\na\n`)).toEqual([long, 'a'])
  expect(await texts(long, '\na\n')).toEqual([long, 'a'])
  expect(await texts(`${long}x\na\n`)).toEqual([null, 'a'])
  expect(await texts(long, 'x\na\n')).toEqual([null, 'a'])
  expect(await texts(long, 'x', 'x')).toEqual([null])
})

test('a source may use its buffer again', async () => {
  const buffer = new Uint8Array(3)
  async function* source() {
    for (const piece of ['a\nb', 'c\nd', 'e\nf', '\n\n\n']) {
      buffer.set(utf8(piece))
      yield buffer
    }
  }
  expect((await read(source())).map(({ text }) => text)).toEqual(['a', 'bc', 'de', 'f', '', ''])
})
