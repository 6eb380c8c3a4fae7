import type { Problem } from '@latchkey/core'
import { afterEach, describe, expect, it } from 'vitest'
import * as more from './more.tsx'
import {
  button,
  california,
  decision,
  find,
  frames,
  press,
  type Scene,
  scene,
  service,
  shadow,
} from './testing.ts'
import type { Parts } from './ui.tsx'

let open: Scene | undefined
afterEach(() => {
  open?.stop()
  open = undefined
  document.body.replaceChildren()
})

/** A network that answers when it is told to. */
function network() {
  const waiting: { come(): void; fail(): void }[] = []
  const idle: (() => void)[] = []
  const parts: Parts = {
    load: () =>
      new Promise((resolve, reject) => {
        waiting.push({ come: () => resolve(more), fail: () => reject(new Error('offline')) })
      }),
    idle: (work) => void idle.push(work),
  }
  return { parts, idle, waiting }
}

describe('panel, card and tiles', () => {
  it('are not fetched before the page is idle, and then once', async () => {
    const { parts, idle, waiting } = network()
    open = scene(['analytics'], { parts })
    await frames()
    expect(waiting).toHaveLength(0)
    for (const work of [...idle, ...idle]) work()
    expect(waiting).toHaveLength(1)
    waiting[0]?.come()
    await frames()
    press(button('settings'))
    expect(find('dialog')).toBeTruthy()
    expect(waiting).toHaveLength(1)
  })

  it('are not fetched for a page that only shows the way back', async () => {
    const { parts, idle, waiting } = network()
    open = scene(['analytics'], { parts, regime: california })
    await frames()
    expect([idle.length, waiting.length]).toEqual([0, 0])
  })

  it('are fetched at once when pressed for; the banner stands until they come', async () => {
    const { parts, waiting } = network()
    open = scene(['analytics'], { parts })
    find('[data-latchkey-purpose=analytics]').click()
    button('settings').focus()
    press(button('settings'))
    expect(waiting).toHaveLength(1)
    expect(find('.banner')).toBeTruthy()
    waiting[0]?.come()
    await frames()
    expect(shadow().querySelector('.banner')).toBeNull()
    expect(shadow().activeElement).toBe(find('dialog h2'))
    expect((find('[data-latchkey-purpose=analytics]') as HTMLInputElement).checked).toBe(true)
    press(button('close'))
    expect(shadow().activeElement).toBe(button('settings'))
  })

  it('do not keep the banner from being answered meanwhile', async () => {
    const { parts, waiting } = network()
    open = scene(['analytics'], { parts })
    press(button('settings'))
    press(button('accept'))
    expect(decision(open)?.choices).toEqual({ analytics: 'granted' })
    expect(open.store.get().standings.analytics?.granted).toBe(true)
    waiting[0]?.come()
    await frames()
    expect(shadow().querySelector('[data-surface]')).toBeNull()
  })

  it('that cannot be fetched are reported, leave the page usable, and are fetched again at the next press', async () => {
    const { parts, waiting } = network()
    const problems: Problem[] = []
    open = scene(['analytics'], { parts, report: (problem) => problems.push(problem) })
    press(button('settings'))
    waiting[0]?.fail()
    await frames()
    expect(problems).toEqual([{ code: 'C112', where: 'panel', got: 'Error: offline' }])
    expect(open.store.get().surface).toBe('banner')
    press(button('settings'))
    waiting[1]?.come()
    await frames()
    expect(find('dialog')).toBeTruthy()
    press(button('reject'))
    expect(decision(open)?.choices).toEqual({ analytics: 'denied' })
  })

  it('are fetched for a latched frame, and after a failure not for every change of the page', async () => {
    document.body.innerHTML = '<iframe data-latchkey-waits="video" data-src="https://v.example/1"></iframe>'
    const { parts, waiting } = network()
    open = scene(['video'], { parts, services: [service('youtube', 'video')] })
    expect(waiting).toHaveLength(1)
    waiting[0]?.fail()
    await frames()
    document.body.append('more')
    await frames()
    expect(waiting).toHaveLength(1)
    expect(document.querySelector('iframe')?.hidden).toBe(false)
  })

  it('that come after the end draw nothing', async () => {
    const { parts, waiting } = network()
    const here = scene(['analytics'], { parts })
    press(button('settings'))
    here.stop()
    waiting[0]?.come()
    await frames()
    expect(document.getElementById('latchkey')).toBeNull()
  })
})
