import { describe, expect, test } from 'vitest'
import { random } from '../harness/random.ts'
import { disk, LOSSES } from './disk.ts'
import type { TraceEvent } from './read-trace.ts'

const file = '/d/a'
const open: TraceEvent = { type: 'open', path: file, create: true, truncate: false }
const write = (offset: number, text: string): TraceEvent => ({
  type: 'write',
  path: file,
  offset,
  bytes: Buffer.from(text),
})
const sync = (path: string): TraceEvent => ({ type: 'sync', path })

function after(events: readonly TraceEvent[]) {
  const made = disk()
  for (const event of events) made.apply(event)
  return made
}

const contentOf = (image: ReadonlyMap<string, Buffer>, path = file) => image.get(path)?.toString()

describe('a disk whose power went', () => {
  test.each(LOSSES)(
    'has all that was synced, in a folder that was synced, whatever else is kept: %s',
    (kept) => {
      const made = after([open, write(0, 'hello'), sync(file), sync('/d'), write(5, ' world')])
      for (let seed = 0; seed < 50; seed++)
        expect(contentOf(made.image(kept, random(seed)))?.slice(0, 5)).toBe('hello')
    },
  )

  test('has lost a file whose folder was not synced', () => {
    const made = after([open, write(0, 'hello'), sync(file)])
    expect(contentOf(made.image('nothing', random(1)))).toBeUndefined()
    expect(contentOf(made.image('everything', random(1)))).toBe('hello')
  })

  test('has a name without content if only the folder was synced', () => {
    const made = after([open, write(0, 'hello'), sync('/d')])
    expect(contentOf(made.image('nothing', random(1)))).toBe('')
  })

  test('may have the old file or the new after a rename, and the new one empty', () => {
    const made = after([
      open,
      write(0, 'old'),
      sync(file),
      sync('/d'),
      { type: 'open', path: '/d/new', create: true, truncate: true },
      { type: 'write', path: '/d/new', offset: 0, bytes: Buffer.from('new') },
      { type: 'rename', from: '/d/new', to: file },
    ])
    const found = new Set<string | undefined>()
    for (let seed = 0; seed < 100; seed++) found.add(contentOf(made.image('sectors of 512', random(seed))))
    expect([...found].sort()).toEqual(['', 'new', 'old'])
  })

  test('tears a write at sectors, in any order', () => {
    const made = after([open, sync('/d'), write(0, 'a'.repeat(512) + 'b'.repeat(512))])
    const found = new Set<string>()
    for (let seed = 0; seed < 100; seed++)
      found.add((contentOf(made.image('sectors of 512', random(seed))) ?? '').replace(/(.)\1*/gs, '$1'))
    expect([...found].sort()).toEqual(['', '\u0000b', 'a', 'ab'])
  })

  test('fills what is cut off and written behind with zeros', () => {
    const made = after([open, write(0, 'abcdef'), { type: 'truncate', path: file, length: 2 }, write(4, 'x')])
    expect(contentOf(made.image('everything', random(1)))).toBe('ab\u0000\u0000x')
  })

  test('appends where the file ends', () => {
    const made = after([
      open,
      write(0, 'ab'),
      sync(file),
      write(Number.POSITIVE_INFINITY, 'c'),
      sync(file),
      sync('/d'),
    ])
    expect(contentOf(made.image('nothing', random(1)))).toBe('abc')
  })
})
