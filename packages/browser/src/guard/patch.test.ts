import { describe, expect, it } from 'vitest'
import { patcher } from './patch.ts'

function page() {
  return {
    calls: [] as unknown[][],
    send(this: { calls: unknown[][] }, ...args: unknown[]) {
      this.calls.push(args)
      return args.length
    },
    Socket: class Socket {
      static readonly OPEN = 1
      readonly url: unknown
      constructor(url: unknown) {
        this.url = url
      }
    },
    kept: '',
    get address() {
      return this.kept
    },
    set address(value: string) {
      this.kept = value
    },
  }
}

function patched(on = () => true) {
  const undo: (() => void)[] = []
  return { patch: patcher(on, undo), leave: () => undo.forEach((one) => void one()) }
}

describe('a wrap in front of a member', () => {
  it('passes on what it lets go, unchanged or changed, with the page’s own `this`', () => {
    const target = page()
    patched().patch(target, 'send', (go, args) => (args.length > 1 ? go(['changed']) : go()))
    expect(target.send('a')).toBe(1)
    expect(target.send('a', 'b')).toBe(1)
    expect(target.calls).toEqual([['a'], ['changed']])
  })

  it('looks like what it stands for: name, length, text, static members, instances', () => {
    const target = page()
    const { send, Socket } = target
    patched().patch(target, 'send Socket', (go) => go())
    expect([target.send.name, target.send.length]).toEqual([send.name, send.length])
    expect(target.Socket.OPEN).toBe(1)
    expect(new target.Socket('u')).toBeInstanceOf(Socket)
    expect(new target.Socket('u')).toBeInstanceOf(target.Socket)
    expect(Function.prototype.toString.call(target.send)).toMatch(/native code/)
  })

  it('stands before setters, and before getters where it is told to', () => {
    const target = page()
    const { patch } = patched()
    patch(target, 'address', (go, args) => (args[0] === 'no' ? undefined : go()))
    target.address = 'yes'
    target.address = 'no'
    expect(target.address).toBe('yes')
    patch(target, 'address', (go) => `${go()}!`, 'get')
    expect(target.address).toBe('yes!')
    target.address = 'no'
    expect(target.address).toBe('yes!')
  })

  it('of its own that fails lets the call go as it was, once', () => {
    const target = page()
    patched().patch(target, 'send', () => {
      throw new Error('ours')
    })
    expect(target.send('a')).toBe(1)
    expect(target.calls).toEqual([['a']])
  })

  it('lets the platform’s own errors through, and does not call twice', () => {
    let calls = 0
    const target = {
      send() {
        calls++
        throw new TypeError('theirs')
      },
    }
    patched().patch(target, 'send', (go) => go())
    expect(() => target.send()).toThrow('theirs')
    expect(calls).toBe(1)
  })

  it('is skipped where there is nothing, and where the page does not allow it', () => {
    const target = Object.freeze(page())
    const { patch } = patched()
    expect(() => patch(undefined, 'send', (go) => go())).not.toThrow()
    expect(() => patch(target, 'send missing', () => 'never')).not.toThrow()
    expect(target.send('a')).toBe(1)
  })
})

describe('leaving', () => {
  it('puts back what was there', () => {
    const target = page()
    const before = Object.getOwnPropertyDescriptors(target)
    const { patch, leave } = patched()
    patch(target, 'send Socket address', (go) => go())
    expect(target.send).not.toBe(before.send.value)
    leave()
    expect(Object.getOwnPropertyDescriptors(target)).toEqual(before)
    expect(target.send).toBe(before.send.value)
  })

  it('leaves a later wrap of the page alone, and passes everything on under it', () => {
    const target = page()
    let on = true
    const { patch, leave } = patched(() => on)
    patch(target, 'send', () => 'stopped')
    const ours = target.send
    const theirs = (...args: unknown[]) => ours.apply(target, args)
    target.send = theirs
    expect(target.send('a')).toBe('stopped')
    on = false
    leave()
    expect(target.send).toBe(theirs)
    expect(target.send('a')).toBe(1)
  })
})
