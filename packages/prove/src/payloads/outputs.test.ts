import { describe, expect, test } from 'vitest'
import { problems } from '../proof.ts'
import { checkExport, checkMetrics, checkPage } from './outputs.ts'

const expected = { records: 1, entries: 1, notices: 0 }
const output = (text: string) => ({ what: 'it', type: '', text })

function foundIn(format: string, text: string): number {
  const found = problems()
  checkExport(format, output(text), expected, found)
  return found.count()
}

describe('what gets out unescaped is seen', () => {
  test.each([
    ['csv', 'a,b\r\nx,"y ""z"", 1"\r\n', 0],
    ['csv', 'a,b\r\nx,=1+1\r\n', 1],
    ['csv', 'a,b\r\nx,"\t=1"\r\n', 1],
    ['csv', 'a,b\r\nx,-12.5\r\n', 0],
    ['csv', 'a,b\r\nx,y\r\nz,w\r\n', 1],
    ['csv', 'a,b\r\nx,y,z\r\n', 1],
    ['cef', 'CEF:0|L|l|1|id|name|3|msg=a\\=b\n', 0],
    ['cef', 'CEF:0|L|l|1|id|name|3|msg=a\nb\n', 2],
    ['cef', 'CEF:0|L|l|1|id\n', 1],
    ['ecs', '{"a":"b"}\n', 0],
    ['ecs', '{"a":"b\n"}\n', 3],
    ['jsonl', '{"latchkey":"export"}\n{"seq":0}\n', 0],
    ['jsonl', '{"latchkey":"export"}\n', 1],
  ])('%s: %j', (format, text, count) => {
    expect(foundIn(format, text)).toBe(count)
  })

  test('a page that holds a payload as it was sent', () => {
    const found = problems()
    const payloads = ['<script>ran(1)</script>', '" onload="ran(2)', 'harmless']
    checkPage(output('&lt;script&gt;ran(1)&lt;/script&gt; harmless'), payloads, found)
    expect(found.count()).toBe(0)
    checkPage(output('<p><script>ran(1)</script>'), payloads, found)
    expect(found.count()).toBe(1)
  })

  test('a line that is no metric', () => {
    const found = problems()
    checkMetrics(output('# TYPE a counter\na_total{b="c \\" d"} 1\n# EOF\n'), found)
    expect(found.count()).toBe(0)
    checkMetrics(output('a_total{b="c\nd"} 1\n'), found)
    expect(found.count()).toBeGreaterThan(1)
  })
})
