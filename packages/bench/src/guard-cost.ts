// What the guard costs, in Chromium: to stand, and for each call that it looks at, as a ratio against the same call
// without it. Both are measured in turns within one page, so that whatever else the machine does meets both.
//   npm run bench
import { join } from 'node:path'
import { chromiumPath } from '@latchkey/testkit/browser'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'

const ROUNDS = 15
const CALLS = 20_000

const entry = `
import { createStore } from '@latchkey/core'
import { guard } from '@latchkey/browser'
const store = createStore({ version: '1', purposes: [{ id: 'marketing' }] })
const listings = [{ hosts: ['connect.facebook.net', 'www.facebook.com', '*.clarity.ms', '*.tracker.example'], needs: 'marketing' }]
globalThis.stand = () => guard({ listings })(store)
`

const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: join(import.meta.dirname, '../../embed'), loader: 'ts' },
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  target: 'es2020',
  conditions: ['latchkey-source', 'browser', 'import'],
})
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  await page.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }),
  )
  await page.goto('https://shop.example/')
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
  const { starts, calls } = await page.evaluate(measure, { rounds: ROUNDS, count: CALLS })

  console.log(`\nThe guard in Chromium ${browser.version()}, medians of ${ROUNDS} rounds\n`)
  console.log(`to stand, and to leave   ${median(starts).toFixed(2)} ms\n`)
  console.log(
    `${'call'.padEnd(34)}${'without'.padStart(10)}${'with'.padStart(10)}${'more'.padStart(10)}${'ratio'.padStart(8)}`,
  )
  for (const { name, without, with: guarded } of calls) {
    const [before, after] = [median(without), median(guarded)]
    const us = (value: number) => `${value.toFixed(2)} µs`.padStart(10)
    console.log(
      `${name.padEnd(34)}${us(before)}${us(after)}${us(after - before)}${(after / before).toFixed(1).padStart(8)}`,
    )
  }
} finally {
  await browser.close()
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

/** In the page. Nothing here asks the network: addresses are not put into elements that are shown. */
function measure({ rounds, count }: { readonly rounds: number; readonly count: number }) {
  const { stand } = globalThis as unknown as { stand(): () => void } // the bundle above put it there
  const cases: Readonly<Record<string, () => void>> = {
    'setAttribute, no address': () => box.setAttribute('title', 'chair'),
    'setAttribute, own address': () => source.setAttribute('src', '/chair.webm'),
    'setAttribute, foreign address': () => source.setAttribute('src', 'https://cdn.shop.example/chair.webm'),
    appendChild: () => void box.appendChild(leaf),
    'innerHTML, 1 kB': () => void Reflect.set(loose, 'innerHTML', markup),
    'style.color': () => {
      box.style.color = 'red'
    },
    'style.setProperty': () => box.style.setProperty('color', 'red'),
    'XMLHttpRequest open': () => request.open('GET', '/cart.json'),
    textContent: () => {
      leaf.textContent = 'oak'
    },
  }
  const box = document.body.appendChild(document.createElement('div'))
  const leaf = document.createElement('p')
  const source = document.createElement('source')
  const loose = document.createElement('div')
  const request = new XMLHttpRequest()
  const markup = '<p class="price">€ 149 <a href="https://www.facebook.com/linden">us</a></p>'
    .repeat(13)
    .replaceAll('www.facebook.com', 'shop.example')
  const time = (call: () => void, times: number) => {
    const from = performance.now()
    for (let index = 0; index < times; index++) call()
    return ((performance.now() - from) * 1000) / times
  }
  const starts: number[] = []
  const calls = Object.keys(cases).map((name) => ({ name, without: [] as number[], with: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const guarded of round % 2 ? [true, false] : [false, true]) {
      const from = performance.now()
      const leave = guarded ? stand() : () => {}
      const stood = performance.now() - from
      for (const { name, ...into } of calls) {
        const call = cases[name]
        if (call)
          into[guarded ? 'with' : 'without'].push(time(call, name.startsWith('inner') ? count / 20 : count))
      }
      const leaving = performance.now()
      leave()
      if (guarded) starts.push(stood + performance.now() - leaving)
    }
  }
  return { starts, calls }
}
